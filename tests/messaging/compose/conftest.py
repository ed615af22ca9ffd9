"""People at the counter: customers on record, and composers filled in as a browser would."""

import re
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.save_customer import CustomerValues, save_customer
from customers.domain.suppress_number import suppress_number
from customers.models import Customer
from messaging.models import Dispatch, Message
from tests.conftest import SignIn
from tests.shops import Shops

KEY = uuid.UUID("0190f5a0-0000-7000-8000-000000000001")
TARO = "+819012345678"

MakeCustomer = Callable[..., Customer]
Stop = Callable[[Membership, str], None]


@pytest.fixture
def make_customer() -> MakeCustomer:
    """`make_customer(membership, "名前", "+8190...", kana=...)`: a record as the store's own form would make it."""

    def made(membership: Membership, name: str, mobile: str | None, **values: Any) -> Customer:
        record: CustomerValues = {"name": name, "mobile": mobile, **values}  # type: ignore[typeddict-item]
        with store_scope(membership.store_id):
            return save_customer(actor=membership, customer=None, values=record)

    return made


@pytest.fixture
def stop() -> Stop:
    """All messages to a number are stopped at the customer's request."""

    def stopped(membership: Membership, phone: str) -> None:
        with store_scope(membership.store_id):
            suppress_number(actor=membership, phone=phone, reason="at_request")

    return stopped


@pytest.fixture
def taro(shops: Shops, make_customer: MakeCustomer) -> Customer:
    return make_customer(shops.sakura_staff, "山田 太郎", TARO, kana="ヤマダ タロウ")


@pytest.fixture
def staff(shops: Shops, sign_in: SignIn) -> Client:
    """Reads English: the texts that stand in the sources."""
    return sign_in(in_english(shops.sakura_staff))


def in_english(membership: Membership) -> Membership:
    membership.user.language = "en"
    membership.user.save()
    return membership


def composer_of(customer: Customer, store: str = "sakura-auto") -> str:
    return f"/stores/{store}/send/customers/{customer.pk}/"


QUICK = "/stores/sakura-auto/send/"


def form(step: str, body: str, key: uuid.UUID | str = KEY, **further: str) -> dict[str, str]:
    """What a browser posts from a composer or one of its pages; of a customer's, Taro's number was shown.

    Whoever sends has ticked that the same text may go to the same person again: tests send theirs often.
    """
    typed = {"step": step, "key": str(key), "subject": "", "body": body, "memo": "", "shown_phone": TARO}
    return typed | ({"acknowledge": "same_text"} if step == "send" else {}) | further


def page(response: Any) -> str:
    text: str = response.content.decode()
    return text


def main_part(response: Any) -> str:
    """The page without its frame; all of a piece that htmx asked for."""
    before, main, after = page(response).partition("<main")
    return after if main else before


def words(response: Any) -> str:
    """What a person reads on the page, on one line."""
    return read(re.sub(r"<template.*?</template>", "", f"<{main_part(response)}", flags=re.DOTALL))


def read(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def lines_of(response: Any) -> list[tuple[str, ...]]:
    """The cells of every line's verdict: line, as pasted, number, customer, result."""
    rows = re.findall(r"<tr>\s*<td(.*?)</tr>", page(response), re.DOTALL)
    cells = [re.split(r"<td[^>]*>", f"<td{row}")[1:] for row in rows]
    return [tuple(map(read, row)) for row in cells]


def errors_of(response: Any) -> list[str]:
    """The words next to refused fields, in order; not those that only the browser shows."""
    return [
        read(found) for found in re.findall(r'<p class="field-error">(.*?)</p>', page(response), re.DOTALL)
    ]


def buttons_of(response: Any) -> list[str]:
    """The steps that the page offers towards sending; a button that is off has none."""
    buttons = re.findall(r"<button[^>]*>", main_part(response))
    return [
        found[1]
        for tag in buttons
        if " disabled" not in tag and (found := re.search('value="([a-z]+)"', tag))
        # At hand in every composer.
        if found[1] not in ("draft", "test")
    ]


# What a composer has beside text, subject and memo, as it is while nobody has touched it.
_LEFT_ALONE = {
    "purpose": ("", "notice"),
    "when": ("", "now"),
    **dict.fromkeys(("track_links", "unique_links"), ("", "False")),
    **dict.fromkeys(("link", "link_parameters", "send_at"), ("",)),
    **dict.fromkeys(("assets", "due_kind", "appointment"), ("",)),
    **dict.fromkeys(("template_version", "draft", "replaces"), ("",)),
}


def _touched(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value not in _LEFT_ALONE.get(name, ())}


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields with which the page goes on to the next; without what nobody has touched."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page(response).split("<main")[1]
    )
    ours = {name: unescape(value) for name, value in found}
    return _touched({name: ours[name] for name in ours.keys() - {"csrfmiddlewaretoken", "test_key"}})


def typed(response: Any) -> dict[str, str]:
    """What stands in the fields of an open composer that are typed in; without what nobody has touched."""
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', page(response), re.DOTALL)
    inputs = re.findall(r'<input type="text" name="([^"]+)"(?: value="([^"]*)")?', page(response))
    return _touched({name: unescape(value) for name, value in [*areas, *inputs]})


def sent_messages() -> list[tuple[str, str, str, str]]:
    """(phone, text, state, reason) of every message of every store, in the order in which they were asked for."""
    with platform_scope("a test reads what there is"):
        rows = Message.objects.order_by("id").values_list("text__phone", "text__body", "state", "reason")
        return list(rows)


def dispatches() -> list[Dispatch]:
    with platform_scope("a test reads what there is"):
        return list(Dispatch.objects.order_by("id"))
