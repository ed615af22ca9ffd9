"""The confirm page points out that somebody got the same text a short while ago (mission.md A13)."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Permission
from customers.models import Customer
from messaging.models import State
from tests.messaging.compose.conftest import QUICK, TARO, buttons_of, composer_of, form, sent_messages, words
from tests.messaging.factories import make_message
from tests.shops import Shops

TEXT = "お車の点検が終わりました。"
SAID = "The same text was sent to"


def confirmed(client: Client, address: str, text: str = TEXT, **further: str) -> str:
    return words(client.post(address, form("confirm", text, uuid.uuid4(), **further)))


def test_the_same_text_to_the_same_person_is_said_with_its_time_and_may_still_be_sent(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    assert SAID not in confirmed(staff, composer_of(taro))
    staff.post(composer_of(taro), form("send", TEXT))
    now = timezone.now().astimezone(shops.sakura.zone)
    answer = staff.post(composer_of(taro), form("confirm", f" {TEXT}\n", uuid.uuid4()))
    assert f"The same text was sent to this person at {now:%Y-%m-%d}" in words(answer)
    assert buttons_of(answer) == ["edit", "send"]
    assert SAID not in confirmed(staff, composer_of(taro), "明日は休みです。")
    unticked = staff.post(composer_of(taro), form("send", TEXT, uuid.uuid4(), acknowledge=""))
    assert unticked.status_code == 422
    assert len(sent_messages()) == 1
    staff.post(composer_of(taro), form("send", TEXT, uuid.uuid4()))
    assert len(sent_messages()) == 2


def test_of_many_numbers_it_is_said_how_many_got_it(shops: Shops, staff: Client) -> None:
    for phone in (TARO, "+819011112222"):
        make_message(shops.sakura_staff, state=State.DELIVERED, phone=phone, body=TEXT)
    make_message(shops.sakura_staff, state=State.DELIVERED, phone="+819033334444", body="別の本文")
    numbers = "09012345678\n09011112222\n09033334444\n09055556666"
    assert "The same text was sent to 2 of these numbers within 24 hours" in confirmed(
        staff, QUICK, numbers=numbers
    )


@pytest.mark.parametrize("state", [State.WITHHELD, State.CANCELLED, State.FAILED])
def test_what_reached_nobody_is_not_counted(
    shops: Shops, staff: Client, taro: Customer, state: State
) -> None:
    make_message(shops.sakura_staff, state=state, phone=TARO, body=TEXT)
    assert SAID not in confirmed(staff, composer_of(taro))


def test_older_than_a_day_of_another_store_or_a_colleague_that_may_not_be_seen(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    yesterday = timezone.now() - timedelta(hours=25)
    make_message(shops.sakura_staff, state=State.DELIVERED, phone=TARO, body=TEXT, created_at=yesterday)
    make_message(shops.midori_staff, state=State.DELIVERED, phone=TARO, body=TEXT)
    assert SAID not in confirmed(staff, composer_of(taro))
    make_message(shops.sakura_manager, state=State.DELIVERED, phone=TARO, body=TEXT)
    assert SAID in confirmed(staff, composer_of(taro))
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_staff.save()
    assert SAID not in confirmed(staff, composer_of(taro))
    make_message(shops.sakura_staff, state=State.DELIVERED, phone=TARO, body=TEXT)
    assert SAID in confirmed(staff, composer_of(taro))
