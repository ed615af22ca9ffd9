"""Into which lane a send goes, and that one form makes one send, even when it comes twice at the same moment."""

import threading
import uuid

import pytest
from django.db import connection

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.plan import Planned
from messaging.domain.send import send
from messaging.models import Dispatch, Message, Purpose
from tests.shops import Shops


def wish_to(*phones: str) -> Wish:
    return compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.QUICK_SEND,
        purpose=Purpose.NOTICE,
        body="ご注文の品が届きました。",
        recipients=tuple(Recipient(phone) for phone in phones),
    )


def sent(membership: Membership, wish: Wish) -> Planned:
    with store_scope(membership.store_id):
        return send(actor=membership, wish=wish)


@pytest.mark.parametrize(("people", "lane"), [(1, "urgent"), (10, "urgent"), (11, "bulk")])
def test_up_to_ten_people_are_a_notice_at_the_counter_and_more_must_not_stand_before_one(
    shops: Shops, people: int, lane: str
) -> None:
    phones = [f"+8190123456{number:02}" for number in range(people)]
    planned = sent(shops.sakura_staff, wish_to(*phones))
    with platform_scope("a test reads what there is"):
        lanes = list(Message.objects.values_list("lane", flat=True))
    assert (planned.dispatch.lane, lanes) == (lane, [lane] * people)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_submitted_twice_at_the_same_moment_is_sent_once(shops: Shops) -> None:
    wish = wish_to("+819012345678")
    both = threading.Barrier(2, timeout=20)
    planned: list[Planned] = []

    def submit() -> None:
        try:
            both.wait()
            planned.append(sent(shops.sakura_staff, wish))
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with platform_scope("a test reads what there is"):
        dispatches = list(Dispatch.objects.values_list("key", flat=True))
        messages = list(Message.objects.values_list("text__phone", "state"))
    assert sorted(one.fresh for one in planned) == [False, True]
    assert len({one.dispatch.pk for one in planned}) == 1
    assert (dispatches, messages) == ([wish.key], [("+819012345678", "scheduled")])
