"""The messages around a sign-up: a code to a number, and the word that it is done. Notices, each to one person."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Actor, Store
from customers.models import Customer, NumberCheck
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.doorbell import ring_account
from messaging.domain.judge import Asked, judge
from messaging.domain.number_check_texts import code_text, sign_up_done_text
from messaging.domain.plan import Prepared, plan
from messaging.domain.problems import obstacles
from messaging.domain.recipients import recipient_for, recipients_at
from messaging.domain.render import render_as_written
from messaging.domain.text_problems import body_problems
from messaging.domain.wish_problems import wish_problems
from messaging.models import Dispatch, Purpose
from messaging.queries.gateways import account_of, capabilities_of

logger = logging.getLogger(__name__)

_CODE_SUBJECT = _("Code to confirm a number")
_DONE_SUBJECT = _("Sign-up complete")


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """What customers.signals.number_check_made tells."""

    check_id: int
    key: UUID
    occasion: str
    phone: str
    code: str
    language: str
    expires_at: datetime
    customer: Customer | None
    actor: Actor | None


def send_number_check(*, store_id: int, check: CodeToSend) -> bool:
    """Plan the message with the code; whether it was. In the store's scope and the check's transaction.

    It is judged like any other: to a stopped number it is planned and held back. What has not left when the code
    expires is not sent any more.
    """
    store = _store(store_id)
    at_counter = check.occasion == NumberCheck.Occasion.COUNTER
    body = code_text(store, code=check.code, at_counter=at_counter, language=check.language)
    wish = compose(
        key=check.key,
        source=Dispatch.Source.NUMBER_CHECK,
        purpose=Purpose.NOTICE,
        body=body,
        recipients=_recipients(check.phone, check.customer),
        subject=_in_house(_CODE_SUBJECT),
        expires_at=check.expires_at,
    )
    return _planned(store, check.actor, wish)


def send_sign_up_done(*, store_id: int, key: UUID, phone: str, language: str) -> bool:
    """Plan the message that the sign-up is complete; whether it was. As above."""
    store = _store(store_id)
    wish = compose(
        key=uuid5(key, "done"),
        source=Dispatch.Source.NUMBER_CHECK,
        purpose=Purpose.NOTICE,
        body=sign_up_done_text(store, language=language),
        recipients=_recipients(phone, None),
        subject=_in_house(_DONE_SUBJECT),
    )
    return _planned(store, None, wish)


def _store(store_id: int) -> Store:
    return Store.objects.select_related("legal_entity").get(pk=store_id)


def _recipients(phone: str, customer: Customer | None) -> tuple[Recipient, ...]:
    return recipient_for(customer) if customer else tuple(recipients_at([phone]))


def _in_house(words: Promise) -> str:
    """For staff, in the installation's language, whichever the visitor reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)


def _planned(store: Store, actor: Actor | None, wish: Wish) -> bool:
    account = account_of(store)
    capabilities = capabilities_of(account) if account else None
    found = wish_problems(wish, capabilities=capabilities)
    found += body_problems(wish.body, store=store, capabilities=capabilities)
    hindered = obstacles(found, acknowledged=frozenset({"risky_character"}))
    if account is None or hindered:
        codes = ", ".join(problem.code for problem in hindered)
        logger.warning("a code of store %s was not planned: %s", store.pk, codes)
        return False
    renderings = render_as_written(wish, newline_weight=capabilities.newline_weight if capabilities else 1)
    asked = [Asked(one.recipient.phone, wish.purpose, wish.source) for one in renderings]
    verdicts = judge(store=store, asked=asked)
    prepared = Prepared(wish, renderings, verdicts)
    [planned] = plan(store=store, actor=actor, prepared=[prepared], account=account)
    if isinstance(planned, Exception):
        raise planned
    ring_account(account.pk, planned.dispatch.lane)
    return True
