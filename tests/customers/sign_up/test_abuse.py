"""Codes cost money and disturb people: how many go out, and how often one is guessed."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.number_checks.limits import A_STORE, TODAY, WITHIN
from customers.models import ConsentRecord, Customer, NumberCheck
from tests.customers.sign_up.conftest import TARO, Visitor, code_in, open_page, texts_to
from tests.shops import Shops, opened_shops
from tests.test_tenancy_sweep import everything_of


def wrong_for(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def grow_old(store_id: int, by: timedelta) -> None:
    with store_scope(store_id):
        for check in NumberCheck.objects.all():
            NumberCheck.objects.filter(pk=check.pk).update(
                made_at=check.made_at - by, expires_at=check.expires_at - by
            )


def test_a_number_gets_three_codes_an_hour_at_all_stores_together(visitor: Visitor, opened: Shops) -> None:
    assert [visitor.sends("notice").status_code for _ in range(3)] == [302] * 3
    before = everything_of("sakura-auto")
    refused = visitor.sends("notice", name="山田")
    assert (refused.status_code, 'value="山田"' in refused.content.decode()) == (429, True)
    assert everything_of("sakura-auto") == before
    # Of a stranger's number nothing more is told than of one's own; another number is free, another store is not.
    assert visitor.sends("notice", mobile="090-8765-4321").status_code == 302
    assert Visitor(visitor.client, opened.midori).sends("notice").status_code == 429
    grow_old(opened.sakura.pk, WITHIN)
    assert Visitor(visitor.client, opened.midori).sends("notice").status_code == 302
    assert visitor.sends("notice").status_code == 302


def test_a_number_gets_eight_codes_within_a_day_at_all_stores_together(
    visitor: Visitor, opened: Shops
) -> None:
    there = Visitor(visitor.client, opened.midori)
    answers = []
    for number in range(9):
        answers.append((visitor, there)[number % 2].sends("notice").status_code)
        for store in (opened.sakura, opened.midori):
            grow_old(store.pk, WITHIN)
    assert answers == [302] * 8 + [429]
    for store in (opened.sakura, opened.midori):
        grow_old(store.pk, TODAY)
    assert visitor.sends("notice").status_code == 302


def test_asking_for_a_new_code_counts_like_any_other(visitor: Visitor) -> None:
    address = visitor.sends("notice").headers["Location"]
    for _ in range(2):
        again = visitor.client.post(address, {"step": "again"})
        assert again.status_code == 302
        address = again.headers["Location"]
    assert visitor.client.post(address, {"step": "again"}).status_code == 429
    texts = texts_to(visitor.store)
    assert len(texts) == 3
    # The newest code signs up for what was ticked at first.
    assert visitor.tells(address, code_in(texts[-1])).status_code == 302
    with store_scope(visitor.store.pk):
        assert ConsentRecord.objects.get().purpose == "notice"


@pytest.mark.parametrize(
    "addresses",
    [["203.0.113.7"], ["::ffff:203.0.113.7"], ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"]],
    ids=["IPv4", "IPv4 as IPv6", "a line's IPv6"],
)
def test_an_address_gets_ten_codes_an_hour_at_all_stores_together(
    opened: Shops, addresses: list[str]
) -> None:
    answers = []
    for number in range(11):
        store = (opened.sakura, opened.midori)[number % 2]
        client = Client(REMOTE_ADDR=addresses[number % len(addresses)])
        answers.append(Visitor(client, store).sends("notice", mobile=f"090-1000-00{number:02d}").status_code)
    assert answers == [302] * 10 + [429]
    for neighbour in ("203.0.113.8", "2001:db8:1:3::1"):
        visitor = Visitor(Client(REMOTE_ADDR=neighbour), opened.sakura)
        assert visitor.sends("notice", mobile="090-2000-0000").status_code == 302, neighbour


def test_a_store_sends_two_hundred_codes_an_hour_to_visitors(visitor: Visitor, opened: Shops) -> None:
    with store_scope(opened.sakura.pk):
        NumberCheck.objects.bulk_create(
            NumberCheck(
                occasion="sign_up",
                key=uuid4(),
                phone=f"+8190{number:08d}",
                code_digest="",
                expires_at=timezone.now(),
            )
            for number in range(A_STORE - 1)
        )
    answers = [visitor.sends("notice", mobile=f"080-1000-000{n}").status_code for n in range(2)]
    assert answers == [302, 429]
    assert Visitor(visitor.client, opened.midori).sends("notice").status_code == 302


def test_a_code_is_tried_five_times(visitor: Visitor) -> None:
    address = visitor.sends("notice").headers["Location"]
    code = code_in(texts_to(visitor.store)[0])
    pages = [visitor.tells(address, wrong_for(code)) for _ in range(5)]
    assert [(page.status_code, 'name="code"' in page.content.decode()) for page in pages] == [
        (422, True),
        (422, True),
        (422, True),
        (422, True),
        (200, False),
    ]
    page = visitor.tells(address, code)
    assert page.status_code == 200
    assert 'name="code"' not in page.content.decode()
    with store_scope(visitor.store.pk):
        check = NumberCheck.objects.get()
        assert (check.tries, check.confirmed_at) == (5, None)
        assert (ConsentRecord.objects.count(), Customer.objects.count()) == (0, 0)


def test_what_is_no_code_at_all_is_no_try(visitor: Visitor) -> None:
    address = visitor.sends("notice").headers["Location"]
    for typed in ("", "12345", "1234567", "abcdef", "１２３", "9" * 5000):
        assert visitor.tells(address, typed).status_code == 422
    with store_scope(visitor.store.pk):
        assert NumberCheck.objects.get().tries == 0


def test_a_code_holds_ten_minutes(visitor: Visitor) -> None:
    address = visitor.sends("notice").headers["Location"]
    code = code_in(texts_to(visitor.store)[0])
    grow_old(visitor.store.pk, timedelta(minutes=10))
    page = visitor.tells(address, code)
    assert (page.status_code, 'name="code"' in page.content.decode()) == (200, False)
    with store_scope(visitor.store.pk):
        assert ConsentRecord.objects.count() == 0


def test_a_code_is_of_its_own_check(visitor: Visitor) -> None:
    first = visitor.sends("notice").headers["Location"]
    second = visitor.sends("promotion").headers["Location"]
    one, two = map(code_in, texts_to(visitor.store))
    if one != two:
        assert visitor.tells(second, one).status_code == 422
    assert visitor.tells(first, one).status_code == 302
    with store_scope(visitor.store.pk):
        assert [record.purpose for record in ConsentRecord.objects.all()] == ["notice"]


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """What each of so many threads got, each with a connection of its own."""
    found: list[Any] = []
    ready = threading.Barrier(times)

    def run() -> None:
        try:
            ready.wait(timeout=30)
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.fixture
def busy(transactional_db: None) -> Visitor:
    """A visitor whose requests are committed, as those of several processes are."""
    with platform_scope("base data of the tests"):
        shops = opened_shops()
    open_page(shops.sakura_manager)
    return Visitor(Client(), shops.sakura)


def test_twenty_requests_at_once_bring_three_codes(busy: Visitor) -> None:
    statuses = at_once(20, lambda: Visitor(Client(), busy.store).sends("notice").status_code)
    assert sorted(statuses) == [302] * 3 + [429] * 17
    assert len(texts_to(busy.store)) == 3


def test_the_same_form_eight_times_at_once_brings_one_code(busy: Visitor) -> None:
    form = str(uuid4())
    places = at_once(8, lambda: Visitor(Client(), busy.store).sends("notice", form=form).headers["Location"])
    assert len(set(places)) == 1
    assert len(texts_to(busy.store)) == 1


def test_twelve_guesses_at_once_are_five_and_the_right_code_agrees_once(busy: Visitor) -> None:
    address = busy.sends("notice").headers["Location"]
    code = code_in(texts_to(busy.store)[0])
    at_once(12, lambda: Visitor(Client(), busy.store).tells(address, wrong_for(code)).status_code)
    key = UUID(address.rsplit("/", 1)[1])
    with store_scope(busy.store.pk):
        assert NumberCheck.objects.get(key=key).tries == 5
    fresh = busy.sends("notice").headers["Location"]
    right = code_in(texts_to(busy.store)[1])
    at_once(8, lambda: Visitor(Client(), busy.store).tells(fresh, right).status_code)
    with store_scope(busy.store.pk):
        assert ConsentRecord.objects.count() == 1
        assert [customer.mobile for customer in Customer.objects.all()] == [TARO]
    assert len(texts_to(busy.store)) == 3
