"""Who may not see customers sees messages by their numbers alone."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import cast

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from accounts.models import Membership
from customers.models import Customer
from messaging.models import Message, Reason, State
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message
from tests.messaging.history.reading import listed, results_shown, words
from tests.shops import Shops

STORE = "/stores/sakura-auto/"
PATH = f"{STORE}messages/"


def signed_in_blind(member: Membership, sign_in: SignIn) -> Client:
    member.withheld_permissions = ["customers.view"]
    member.save()
    return sign_in(member)


@pytest.fixture
def customer(shops: Shops) -> Customer:
    return make_customer(shops.sakura, name="榊原 桜子", mobile="+819012345678")


@pytest.fixture
def message(shops: Shops, customer: Customer) -> Message:
    """One that could be sent again from the customer's page."""
    return make_message(
        shops.sakura_staff, customer=customer, state=State.UNDELIVERED, reason=Reason.OUT_OF_RANGE
    )


@pytest.mark.parametrize("page", ["messages/", "messages/{}/", "messages/live/?seen={}.scheduled.", "send/"])
def test_no_page_names_or_links_the_customer_but_the_number_stays(
    shops: Shops, sign_in: SignIn, customer: Customer, message: Message, page: str
) -> None:
    address = STORE + page.format(message.pk)
    seeing = sign_in(shops.sakura_staff).get(address)
    assert "榊原" in words(seeing)
    answer = signed_in_blind(shops.sakura_staff, sign_in).get(address)
    assert results_shown(answer) == results_shown(seeing) == {message.pk: "圏外/電源OFF"}
    assert "榊原" not in words(answer)
    assert f"customers/{customer.pk}/" not in answer.content.decode()
    assert "090-1234-5678" in words(answer)


def test_a_message_part_of_a_page_does_not_name_the_customer_either(
    shops: Shops, sign_in: SignIn, customer: Customer, message: Message
) -> None:
    part = {"HX-Request": "true", "HX-Target": "message"}
    answer = signed_in_blind(shops.sakura_staff, sign_in).get(f"{PATH}{message.pk}/", headers=part)
    assert "<html" not in answer.content.decode()
    assert "090-1234-5678" in words(answer)
    assert "榊原" not in words(answer)
    assert f"customers/{customer.pk}/" not in answer.content.decode()


def test_the_file_has_numbers_without_names(shops: Shops, sign_in: SignIn, message: Message) -> None:
    client = signed_in_blind(shops.sakura_manager, sign_in)
    answer = cast(StreamingHttpResponse, client.post(f"{PATH}export/"))
    text = b"".join(cast(Iterable[bytes], answer.streaming_content)).decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text, newline=""))
    assert (row["メッセージID"], row["氏名"], row["電話番号"]) == (str(message.pk), "", "090-1234-5678")


def test_the_list_still_holds_every_message(shops: Shops, sign_in: SignIn, message: Message) -> None:
    named = make_message(shops.sakura_staff, name="鈴木", phone="+818011112222")
    answer = signed_in_blind(shops.sakura_staff, sign_in).get(PATH)
    assert listed(answer) == [named.pk, message.pk]
