"""Messages whose texts hold the recipient's own addresses, and what a recipient sees and presses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Membership, Store
from accounts.tenancy.scope import store_scope
from customers.models import ConsentState, Suppression
from messaging.domain.recipient_codes import NewRecipientCode, free_codes, write_codes
from messaging.models import Message, RecipientCode
from tests.messaging.factories import make_message

PHONE, MASKED = "+819012345678", "090-****-5678"
OPT_OUT, PAGE = RecipientCode.Kind.OPT_OUT, RecipientCode.Kind.PAGE


@dataclass(frozen=True)
class Letter:
    """A message, and the addresses in it."""

    message: Message
    opt_out: str
    page: str


def a_letter(author: Membership, **made: Any) -> Letter:
    message = make_message(author, **made)
    with store_scope(author.store_id):
        key, phone = message.dispatch.key, message.text.phone
        codes = {kind: free_codes(kind, [(key, phone, "")])[0] for kind in (OPT_OUT, PAGE)}
        write_codes(
            store_id=author.store_id,
            codes=[NewRecipientCode(code, kind, message.pk) for kind, code in codes.items()],
        )
    return Letter(message, f"/o/{codes[OPT_OUT]}", f"/r/{codes[PAGE]}")


Press = Callable[..., HttpResponse]


@pytest.fixture
def press() -> Press:
    """A button of a page, on a phone that keeps no cookie and names no page it came from."""

    def pressed(address: str, choice: str, **headers: Any) -> HttpResponse:
        answer = Client(enforce_csrf_checks=True).post(address, {"choice": choice}, **headers)
        assert not answer.cookies
        return answer  # type: ignore[return-value]

    return pressed


def stops_of(store: Store) -> list[tuple[str, str, str, bool, bool]]:
    """(number, purpose, reason, a pause, lifted), in their order."""
    with store_scope(store.pk):
        return [
            (one.phone, one.purpose, one.reason, one.ends_at is not None, one.lifted_at is not None)
            for one in Suppression.objects.order_by("id")
        ]


def consents_of(store: Store) -> list[tuple[str, str, bool]]:
    with store_scope(store.pk):
        return list(
            ConsentState.objects.order_by("phone", "purpose").values_list("phone", "purpose", "granted")
        )


def state_of(message: Message) -> tuple[str, str]:
    with store_scope(message.store_id):
        found = Message.objects.get(pk=message.pk)
        return found.state, found.reason


def due(message: Message, at: datetime) -> None:
    """As if it had been scheduled for then."""
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(due_at=at)
