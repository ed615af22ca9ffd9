"""A store whose sign-up page is open, visitors, and what reached their phones."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, Store
from accounts.tenancy.scope import store_scope
from customers.domain.sign_up.keep_page import open_sign_up_page, save_sign_up_page
from messaging.models import Message, MessageText
from tests.shops import Shops

TARO = "+819012345678"
PHONE = "090-1234-5678"
JAPANESE, ENGLISH = "さくら自動車のSMSに同意します。", "I agree to SMS of Sakura Auto."
ALL = ["notice", "reminder", "promotion"]


def save_page(membership: Membership, **changed: Any) -> None:
    values: dict[str, Any] = {"intro": "", "asks_name": True, "purposes": ALL}
    values |= {"texts": {"ja": JAPANESE, "en": ENGLISH}, **changed}
    with store_scope(membership.store_id):
        save_sign_up_page(actor=membership, **values)


def open_page(membership: Membership, **changed: Any) -> None:
    save_page(membership, **changed)
    with store_scope(membership.store_id):
        open_sign_up_page(actor=membership, store=membership.store)


@pytest.fixture
def opened(shops: Shops) -> Shops:
    """Both stores' pages are open: version 1 in Japanese, 2 in English."""
    open_page(shops.sakura_manager)
    open_page(shops.midori_manager)
    return shops


def texts_to(store: Store, phone: str = TARO) -> list[str]:
    """What was planned for the number, the oldest first."""
    with store_scope(store.pk):
        texts = MessageText.objects.filter(phone=phone).order_by("message_id")
        return [text.body for text in texts]


def states_to(store: Store, phone: str = TARO) -> list[tuple[str, str]]:
    """State and reason of each message to the number."""
    with store_scope(store.pk):
        found = Message.objects.filter(text__phone=phone).order_by("id")
        return [(message.state, message.reason) for message in found]


def code_in(text: str) -> str:
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
    return str(code)


@dataclass
class Visitor:
    """Somebody with a phone, without an account."""

    client: Client
    store: Store
    query: str = ""

    @property
    def address(self) -> str:
        return f"/join/{self.store.slug}{self.query}"

    def opens(self) -> Any:
        return self.client.get(self.address)

    def sends(self, *purposes: str, mobile: str = PHONE, version: int = 1, **further: str) -> Any:
        given = {"form": str(uuid.uuid4()), "wording": str(version), "purposes": list(purposes)}
        return self.client.post(self.address, {**given, "mobile": mobile, **further})

    def tells(self, address: str, code: str) -> Any:
        return self.client.post(address, {"step": "code", "code": code})

    def signs_up(self, *purposes: str, **further: Any) -> Any:
        """All of it, with the code that came; the last page."""
        asked = self.sends(*purposes, **further)
        assert asked.status_code == 302, asked.content.decode()
        told = self.tells(asked.headers["Location"], code_in(texts_to(self.store)[-1]))
        assert told.status_code == 302, told.content.decode()
        return self.client.get(told.headers["Location"])


@pytest.fixture
def visitor(opened: Shops) -> Visitor:
    return Visitor(Client(HTTP_USER_AGENT="Old Phone/1.0", REMOTE_ADDR="203.0.113.7"), opened.sakura)
