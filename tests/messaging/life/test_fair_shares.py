"""Stores of one account share each claim: a million of one do not delay ten of another."""

from collections import Counter

import pytest

from accounts.tenancy.scope import platform_scope
from messaging.domain.claim import claim
from messaging.models import Message
from tests.messaging.life.conftest import (
    SendTo,
    ToldGateway,
    one_request,
)
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


def many(count: int) -> list[str]:
    return [f"+8190{number:08d}" for number in range(count)]


def claimed_by_store(shops: Shops, *, limit: int, after_store: int = 0) -> tuple[Counter[int], int]:
    found = claim(
        account_id=shops.account.pk, lane="urgent", limit=limit, cut=one_request, after_store=after_store
    )
    ids = [message_id for one in found.claims for message_id in one.message_ids]
    with platform_scope("a test reads what there is"):
        return Counter(
            Message.objects.filter(pk__in=ids).values_list("store_id", flat=True)
        ), found.goes_on_after


def send_in_one_lane(shops: Shops, send_to: SendTo, sakura: int, midori: int) -> None:
    send_to(shops.sakura_staff, *many(sakura))
    send_to(shops.midori_staff, *many(midori))
    with platform_scope("a test"):
        Message.objects.update(lane="urgent")


def test_a_store_with_few_is_served_in_the_first_claim_beside_one_with_many(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_in_one_lane(shops, send_to, 40, 3)
    sakura, midori = shops.sakura.pk, shops.midori.pk
    assert claimed_by_store(shops, limit=10) == (Counter({sakura: 5, midori: 3}), 0)
    assert claimed_by_store(shops, limit=10) == (Counter({sakura: 10}), 0)
    assert claimed_by_store(shops, limit=100) == (Counter({sakura: 25}), 0)
    assert claimed_by_store(shops, limit=100) == (Counter(), 0)


def test_where_more_stores_wait_than_one_claim_serves_the_next_goes_on_after_the_last(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_in_one_lane(shops, send_to, 2, 2)
    first, second = sorted([shops.sakura.pk, shops.midori.pk])
    assert claimed_by_store(shops, limit=1) == (Counter({first: 1}), first)
    assert claimed_by_store(shops, limit=1, after_store=first) == (Counter({second: 1}), second)
    assert claimed_by_store(shops, limit=1, after_store=second) == (Counter(), 0)
    assert claimed_by_store(shops, limit=1) == (Counter({first: 1}), first)


def test_a_store_whose_messages_are_due_later_takes_no_share(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_in_one_lane(shops, send_to, 20, 20)
    with platform_scope("a test"):
        Message.objects.filter(store=shops.midori).update(due_at="2999-01-01T00:00:00Z")
    assert claimed_by_store(shops, limit=10) == (Counter({shops.sakura.pk: 10}), 0)


def test_stores_that_wait_for_later_use_up_no_place_before_one_that_is_due(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_in_one_lane(shops, send_to, 2, 2)
    first, second = sorted([shops.sakura.pk, shops.midori.pk])
    with platform_scope("a test"):
        Message.objects.filter(store_id=first).update(due_at="2999-01-01T00:00:00Z")
    assert claimed_by_store(shops, limit=1) == (Counter({second: 1}), second)


@pytest.mark.parametrize(
    ("sakura", "midori", "limit", "more"),
    [(40, 3, 10, True), (40, 40, 11, True), (3, 2, 10, False), (1, 0, 10, False), (10, 0, 10, True)],
)
def test_a_claim_says_whether_there_may_be_work_for_another_worker(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, sakura: int, midori: int, limit: int, more: bool
) -> None:
    send_to(shops.sakura_staff, *many(sakura))
    if midori:
        send_to(shops.midori_staff, *many(midori))
    with platform_scope("a test"):
        Message.objects.update(lane="urgent")
    found = claim(account_id=shops.account.pk, lane="urgent", limit=limit, cut=one_request)
    assert found.more is more
