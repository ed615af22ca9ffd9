"""The recipient's page behind its long address: why, what was sent, and the same buttons."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy.scope import store_scope
from messaging.domain.privacy.empty_messages import empty_messages
from messaging.models import Dispatch, RecipientCode, State
from tests.customers.consents.spoken import hear, said
from tests.customers.pages import text_of
from tests.messaging.factories import make_customer, make_message
from tests.messaging.recipients.conftest import MASKED, PHONE, Letter, Press, a_letter, stops_of
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of

NEW = "修理が終わりました。"


@pytest.fixture
def letter(shops: Shops) -> Letter:
    customer = make_customer(shops.sakura)
    stranger = make_customer(shops.sakura, name="前の 持主")
    make_message(shops.sakura_staff, customer=stranger, state=State.DELIVERED, body="前の方への連絡")
    make_message(shops.sakura_staff, state=State.DELIVERED, body="名簿にない方への連絡")
    make_message(shops.sakura_staff, customer=customer, state=State.DELIVERED, body="二月のお知らせ")
    make_message(shops.sakura_staff, customer=customer, state=State.WITHHELD, body="出なかった文")
    make_message(shops.sakura_staff, customer=customer, state=State.SCHEDULED, body="まだ出ていない文")
    a_letter(
        shops.midori_staff, customer=make_customer(shops.midori), state=State.DELIVERED, body="みどりの文"
    )
    return a_letter(shops.sakura_staff, customer=customer, state=State.UNDELIVERED, body=NEW)


def english(address: str) -> str:
    return text_of(Client().get(f"{address}?language=en"))


def test_it_tells_why_and_what_was_sent_the_newest_first_and_only_to_this_person(
    shops: Shops, letter: Letter
) -> None:
    hear(shops.sakura, said(PHONE, "promotion"), said(PHONE, "reminder", granted=False))
    page = Client().get(f"{letter.page}?language=en")
    words = text_of(page)
    assert "The shop keeps this number as that of a customer." in words
    assert (
        "News and offers from the shop (advertising) : agreed to · at the counter · 2026-03-01 19:00 JST"
        in words
    )
    assert "Reminders of bookings, inspections and renewals : not wanted" in words
    assert MASKED in words
    assert words.index(NEW) < words.index("二月のお知らせ")
    assert [one for one in ("did not arrive", "arrived on your phone") if one in words] == [
        "did not arrive",
        "arrived on your phone",
    ]
    for hidden in ("前の", "名簿にない", "出なかった", "まだ出ていない", "みどり", "山田", PHONE):
        assert hidden not in page.content.decode()
    assert not page.cookies
    assert "<script" not in page.content.decode()


def test_without_a_word_of_the_person_it_says_that(letter: Letter) -> None:
    assert "You have told the shop neither yes nor no so far." in english(letter.page)


def test_a_number_that_is_no_customers_is_told_so(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    words = english(letter.page)
    assert "it is kept with no customer" in words
    assert "ご注文の品が届きました。" in words


def test_a_number_that_is_no_customers_shows_the_send_of_its_code_alone(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    make_message(shops.sakura_staff, state=State.DELIVERED, name="新しい 持主", body="次の持ち主への連絡")
    words = english(letter.page)
    assert ("ご注文の品が届きました。" in words, "次の持ち主" in words) == (True, False)


def test_a_code_that_proves_a_number_does_not_stand_there(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED, body="[さくら自動車] 確認コード 123456")
    with store_scope(shops.sakura.pk):
        Dispatch.objects.update(source=Dispatch.Source.NUMBER_CHECK)
    words = english(letter.page)
    assert ("123456" in words, "A code to confirm this number (not shown here)" in words) == (False, True)


def test_what_the_page_shows_is_text_not_markup(shops: Shops) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED, body="<b>1</b>\nhttps://example.com/x")
    source = Client().get(letter.page).content.decode()
    assert "&lt;b&gt;1&lt;/b&gt;<br>https://example.com/x" in source
    assert 'href="https://example.com' not in source


def test_the_same_buttons_work_and_after_somebody_else_has_said_so_nothing_personal_is_left(
    shops: Shops, letter: Letter, press: Press
) -> None:
    assert press(letter.page, "wrong_person").headers["Location"] == letter.page
    assert stops_of(shops.sakura) == [(PHONE, "all", "wrong_person", False, False)]
    words = english(letter.page)
    assert "Thank you for telling us." in words
    assert ("二月のお知らせ" in words, "Why you get them" in words) == (False, False)


def test_twenty_are_shown_with_as_many_queries_as_one(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    letter = a_letter(shops.sakura_staff, customer=customer, state=State.DELIVERED)
    with CaptureQueriesContext(connection) as one:
        Client().get(letter.page)
    for number in range(25):
        make_message(
            shops.sakura_staff,
            customer=customer,
            state=State.DELIVERED,
            body=f"通知{number}。",
            created_at=timezone.now() - timedelta(days=number),
        )
    with CaptureQueriesContext(connection) as many:
        words = english(letter.page)
    assert len(many) == len(one)
    assert len(re.findall("通知", words)) == 20
    assert "These are the newest 20 messages. For older ones ask the shop." in words


def test_an_emptied_message_leads_nowhere_and_its_codes_are_gone(shops: Shops, letter: Letter) -> None:
    with store_scope(shops.sakura.pk):
        empty_messages(store_id=shops.sakura.pk, message_ids=[letter.message.pk])
        assert RecipientCode.objects.count() == 0
    assert [Client().get(address).status_code for address in (letter.opt_out, letter.page)] == [404, 404]


def test_a_page_opens_with_its_own_kind_of_code_in_its_own_letters_only(letter: Letter) -> None:
    before = everything_of("sakura-auto")
    short, long = letter.opt_out[3:], letter.page[3:]
    for address in (
        f"/o/{long}", f"/r/{short}", f"/o/{short.swapcase()}", f"/o/{short[:-1]}", f"/o/{short}A", "/o/%00",
        "/o/", "/r/", f"/o/{short}/x", "/o/" + "0" * 10, "/r/" + "あ" * 23,
    ):  # fmt: skip
        assert Client().get(address).status_code == 404, address
        assert Client().post(address, {"choice": "stop"}).status_code == 404, address
    assert everything_of("sakura-auto") == before
