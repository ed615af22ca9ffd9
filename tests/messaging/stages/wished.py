"""Wishes and settings, as the tests of the stages make them."""

import uuid
from dataclasses import replace
from typing import Any

from accounts.models import Membership, Store
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.plan import Planned
from messaging.domain.send import Preview, preview, send
from messaging.models import Dispatch, Message, MessageText, Purpose, SendingSettings

A, B, C = "+819012345678", "+818012345678", "+817012345678"


def wish(*recipients: Recipient, body: str, **given: Any) -> Wish:
    """A notice of quick send; to A unless somebody is named."""
    asked: dict[str, Any] = {"key": uuid.uuid4(), "source": Dispatch.Source.QUICK_SEND} | given
    asked = {"purpose": Purpose.NOTICE, "recipients": recipients or (Recipient(A),)} | asked
    return compose(body=body, **asked)


def ahead(member: Membership, asked: Wish) -> Preview:
    with store_scope(member.store_id):
        return preview(actor=member, wish=asked)


def sent(member: Membership, asked: Wish) -> Planned:
    """With every warning acknowledged, unless the wish names some itself."""
    with store_scope(member.store_id):
        if not asked.acknowledged:
            shown = preview(actor=member, wish=asked).problems
            asked = replace(asked, acknowledged=frozenset(problem.code for problem in shown))
        return send(actor=member, wish=asked)


def errors(shown: Preview) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in shown.problems if problem.level == "error"]


def chosen(store: Store, **values: Any) -> None:
    """What the store has chosen for its messages."""
    with store_scope(store.pk):
        SendingSettings.objects.create(**values)


def rows() -> list[tuple[str, str, str, str]]:
    """Of every store: number, topic, text, and where it stands."""
    with platform_scope("a test looks at everything"):
        texts = MessageText.objects.order_by("message_id")
        return list(texts.values_list("phone", "topic", "body", "message__state"))


def due_times() -> list[Any]:
    with platform_scope("a test looks at everything"):
        return list(Message.objects.order_by("id").values_list("due_at", flat=True))
