"""A manager who brings spreadsheets, as the pages see it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.domain.receive_spreadsheet import receive_spreadsheet
from customers.models import Import
from tests.conftest import SignIn
from tests.shops import Shops

IMPORTS = "/stores/sakura-auto/imports/"
HEAD = "顧客番号,氏名,携帯電話\n"
TARO = "A-1,山田 太郎,090-1234-5678\n"
HANAKO = "A-2,佐藤 花子,080-1234-5678\n"

Receive = Callable[..., Import]


@pytest.fixture
def manager(shops: Shops, in_english: None, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_manager)


@pytest.fixture
def in_sakura(shops: Shops) -> Iterator[None]:
    with store_scope(shops.sakura.pk):
        yield


@pytest.fixture
def receive(shops: Shops) -> Receive:
    """A draft of a file with these bytes, brought by the manager of Sakura, or by whom one says."""

    def received(content: str | bytes, by: Membership | None = None, name: str = "customers.csv") -> Import:
        member = by or shops.sakura_manager
        data = content.encode() if isinstance(content, str) else content
        with store_scope(member.store_id):
            return receive_spreadsheet(actor=member, name=name, pieces=[data])

    return received


def upload(client: Client, content: str | bytes, name: str = "customers.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"{IMPORTS}new/", {"file": SimpleUploadedFile(name, data, "text/csv")})
