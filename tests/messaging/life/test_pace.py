"""An account's limit holds over all workers, and a provider that takes nothing is left in peace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts.tenancy.scope import platform_scope
from messaging.domain.claim import Claimed
from messaging.domain.pace import Turn, is_paused, note_recovery, pause_account, portion, take_turn, weights
from messaging.gateways.clock import awake
from messaging.gateways.contract import Accepted, NotAccepted, Outgoing, Throttled, Unknown
from messaging.models import AccountPace, GatewayAccount, MessageText
from tests.messaging.life.conftest import (
    A,
    B,
    C,
    D,
    SendTo,
    ToldGateway,
    hand_over,
    make_due,
    states,
)
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(shops: Shops) -> GatewayAccount:
    shops.account.limit_per_second = 200
    shops.account.save()
    return shops.account


def turns_of_a_worker(account: GatewayAccount, count: int) -> list[tuple[Turn, int]]:
    weight = portion(account) or 1
    try:
        found: list[tuple[Turn, int]] = []
        while len(found) < count:
            turn = take_turn(account, weight=weight)
            if turn is not None:
                found.append((turn, weight))
        return found
    finally:
        connection.close()


@pytest.mark.parametrize(("limit", "each"), [(2, 1), (3, 1), (19, 6), (50, 12), (999, 20)])
def test_no_second_has_more_than_the_limit_however_late_each_worker_is(
    account: GatewayAccount, limit: int, each: int
) -> None:
    account.limit_per_second = limit
    with ThreadPoolExecutor(3) as pool:
        taken = [
            turn for some in pool.map(lambda _: turns_of_a_worker(account, each), range(3)) for turn in some
        ]
    assert len(taken) == 3 * each
    # Each request leaves at some moment of its turn: seconds that begin where the crowd may be largest.
    for start in [moment for turn, _ in taken for moment in (turn.opens, turn.closes)]:
        crowd = sum(weight for turn, weight in taken if start <= turn.closes and turn.opens < start + 1)
        assert crowd <= limit


def test_a_worker_that_starts_anew_waits_for_what_was_taken_before(account: GatewayAccount) -> None:
    account.limit_per_second = 2
    first = take_turn(account, weight=2)
    connection.close()
    second = take_turn(account, weight=2)
    third = take_turn(account, weight=2)
    assert first is not None
    assert second is not None
    assert second.opens - first.opens > 1
    # Further away than a worker waits: it sees to others.
    assert third is None


def test_a_limit_on_parts_counts_the_most_parts_of_any_carrier(
    account: GatewayAccount, shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, body="あ" * 71)
    account.limit_counts = GatewayAccount.Counts.PARTS
    with platform_scope("a test"):
        [text] = MessageText.objects.all()
    assert (text.parts_docomo, text.parts_softbank) == (2, 1)
    assert weights(account, [Claimed(0, text.message_id, text.store_id)]) == {text.message_id: 2}
    account.limit_counts = GatewayAccount.Counts.MESSAGES
    assert weights(account, [Claimed(0, text.message_id, text.store_id)]) == {text.message_id: 1}


@pytest.mark.parametrize(
    "outcome", [NotAccepted("gateway_unreachable", "", False), Throttled(timedelta(seconds=3))]
)
def test_after_a_request_of_which_nothing_was_taken_nobody_asks_for_a_while(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, outcome: NotAccepted | Throttled
) -> None:
    gateway.answer = lambda message: outcome
    send_to(shops.sakura_staff, A, B, C, D)
    hand_over()
    # One request of three; the fourth is not even tried.
    assert [message.to for message in gateway.handed] == [A, B, C]
    assert states()[3] == ("scheduled", "")
    assert is_paused(shops.account.pk)
    gateway.answer = lambda message: Accepted("1", 1)
    hand_over()
    assert len(gateway.handed) == 3
    make_due()
    hand_over()
    assert states() == [("accepted", "")] * 4
    assert AccountPace.objects.get().failures == 0


def test_one_message_that_is_refused_does_not_stop_the_account(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    def answer(message: Outgoing) -> Accepted | NotAccepted:
        return NotAccepted("gateway_unreachable", "", False) if message.to == A else Accepted("1", 1)

    gateway.answer = answer
    send_to(shops.sakura_staff, A, B, C, D)
    hand_over()
    assert states() == [("scheduled", "gateway_unreachable"), *[("accepted", "")] * 3]
    assert not is_paused(shops.account.pk)


def test_pauses_grow_up_to_half_a_minute_and_end_with_the_first_success(shops: Shops) -> None:
    lengths = []
    for _ in range(8):
        connection.cursor().execute("UPDATE messaging_accountpace SET free_at = now()")
        pause_account(account_id=shops.account.pk, wait=timedelta(0), whole=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT round(extract(epoch FROM free_at - now())) FROM messaging_accountpace")
            lengths.append(int(cursor.fetchone()[0]))
    assert lengths == [1, 2, 4, 8, 16, 30, 30, 30]
    note_recovery(account_id=shops.account.pk)
    assert not is_paused(shops.account.pk)


@pytest.mark.parametrize(
    ("before", "wait", "whole", "seconds"),
    [
        (0, timedelta(seconds=120), True, 120),
        (3, timedelta(seconds=120), True, 120),
        # Nobody waits for days because a provider says so.
        (0, timedelta(days=1000), True, 3600),
        (3, timedelta(days=1000), True, 3600),
        # Some of a request were taken: the provider works, and is only asked less.
        (3, timedelta(seconds=2), False, 2),
        (3, timedelta(0), False, 1),
    ],
)
def test_a_pause_is_as_long_as_the_provider_says_up_to_an_hour(
    shops: Shops, before: int, wait: timedelta, whole: bool, seconds: int
) -> None:
    if before:
        AccountPace.objects.create(account=shops.account, free_at="2020-01-01T00:00:00Z", failures=before)
    pause_account(account_id=shops.account.pk, wait=wait, whole=whole)
    with connection.cursor() as cursor:
        cursor.execute("SELECT round(extract(epoch FROM free_at - now())) FROM messaging_accountpace")
        assert int(cursor.fetchone()[0]) == seconds
    assert is_paused(shops.account.pk)


def test_a_clock_that_was_set_back_stops_nobody(account: GatewayAccount) -> None:
    AccountPace.objects.create(account=account, free_at="2999-01-01T00:00:00Z", failures=2)
    assert not is_paused(account.pk)
    turn = take_turn(account, weight=1)
    assert turn is not None
    assert turn.opens <= awake()


def test_a_gate_slower_than_its_turn_takes_the_next_one(
    account: GatewayAccount, shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slow_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER slow_disk BEFORE INSERT ON messaging_attempt FOR EACH ROW EXECUTE FUNCTION slow_disk()"
        )
    try:
        hand_over()
    finally:
        connection.cursor().execute("DROP FUNCTION slow_disk() CASCADE")
    assert states() == [("accepted", "")]


def test_what_was_not_started_is_no_word_of_a_provider_that_does_not_answer(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    """The first of many single requests hang, and the others are never begun."""

    def answer(message: Outgoing) -> NotAccepted | Unknown:
        return Unknown("timed out") if message.to == A else NotAccepted("stood_still", "", False)

    gateway.answer = answer
    send_to(shops.sakura_staff, A, B, C)
    hand_over()
    assert states() == [("unknown", "answer_missing"), *[("scheduled", "stood_still")] * 2]
    assert is_paused(shops.account.pk)
