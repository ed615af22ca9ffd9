"""Unclear messages, and what a test reads of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import store_scope
from messaging.models import Attempt, Message, State
from tests.conftest import SignIn
from tests.messaging.factories import make_attempt, make_message
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/unclear/"
DECIDE = f"{PATH}decide/"


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    """Of sakura's staff; reads English: the texts that stand in the sources."""
    shops.sakura_staff.user.language = "en"
    shops.sakura_staff.user.save()
    return sign_in(shops.sakura_staff)


def make_unclear(author: Membership, *, ago: timedelta = timedelta(minutes=5), **fields: Any) -> Message:
    """Handed over so long ago, in one attempt that was never answered."""
    message = make_message(author, state=State.UNKNOWN, reason="answer_missing", **fields)
    make_attempt(
        message,
        outcome=Attempt.Outcome.UNKNOWN,
        submitted_at=timezone.now() - ago,
        look_up_at=timezone.now() + timedelta(minutes=1),
    )
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(attempts=1, submitting_at=timezone.now() - ago)
        message.refresh_from_db()
    return message


def mark(message: Message) -> str:
    return f"{message.pk}.{message.attempts}"


def decided(client: Client, decision: str, *messages: Message, **further: str) -> Any:
    """Decide as the confirm page does."""
    form = {"decision": decision, "mark": [mark(message) for message in messages], "certain": "yes"}
    return client.post(DECIDE, form | further, follow=True)


def standing(message: Message) -> dict[str, Any]:
    """The whole row of the state, and when its attempts are asked about next."""
    with store_scope(message.store_id):
        row: dict[str, Any] = Message.objects.filter(pk=message.pk).values().get()
        asked = list(
            Attempt.objects.filter(message=message).order_by("number").values_list("outcome", "look_up_at")
        )
    return row | {"asked": asked}


def audited(store_id: int) -> list[tuple[str, str, dict[str, Any]]]:
    with store_scope(store_id):
        return list(AuditEntry.objects.order_by("id").values_list("action", "object_id", "details"))
