"""What providers, clocks and bad luck do to a message: it is neither texted twice nor kept for ever."""

import json
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from accounts.tenancy.scope import platform_scope, store_scope
from customers.models import Customer
from messaging.domain.claim import give_back
from messaging.domain.decide import Decision, decide_unclear
from messaging.domain.last_gate import HandOver, pass_last_gate
from messaging.domain.receipts import apply_reports
from messaging.domain.record_outcomes import record_outcomes
from messaging.gateways.contract import (
    Accepted,
    Capabilities,
    NotAccepted,
    Outcome,
    Outgoing,
    Presence,
    Throttled,
    Unknown,
)
from messaging.models import Attempt, Batch, GatewayAccount, Message, Report
from tests.messaging.life.conftest import (
    SendTo,
    ToldGateway,
    clear_up,
    end_leases,
    hand_over,
    make_due,
    make_polls_due,
    poll,
    states,
)
from tests.messaging.life.test_deliver import A, B, C, D, claimed, passed_gate, references, report, shops
from tests.shops import Shops

__all__ = ["shops"]

pytestmark = pytest.mark.django_db(transaction=True)


def make_look_ups_due() -> None:
    connection.cursor().execute("UPDATE messaging_attempt SET look_up_at = now()")


def left_behind(shops: Shops) -> tuple[int, list[HandOver]]:
    """A worker passes the gate, dies or hangs in its request, and its lease ends: its batch and what was in it."""
    held = claimed(shops)
    slow = passed_gate(held)
    end_leases()
    return held.batch_id, slow


def followed() -> list[int]:
    """The messages of which a receipt is expected."""
    return sorted(
        message_id
        for batch in Batch.objects.filter(poll_at__isnull=False)
        for message_id in batch.message_ids
    )


def message_ids() -> list[int]:
    with platform_scope("a test reads what there is"):
        return list(Message.objects.order_by("id").values_list("id", flat=True))


@pytest.mark.parametrize("again", [False, True])
def test_an_acceptance_that_comes_after_a_look_up_found_nothing_stops_the_second_hand_over(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, again: bool
) -> None:
    send_to(shops.sakura_staff, A)
    batch, slow = left_behind(shops)
    gateway.found = Presence.ABSENT
    clear_up()
    make_due()
    if again:
        claimed(shops)
    record_outcomes(batch, slow, [Accepted("late", 1)])
    make_due()
    hand_over()
    assert states() == [("accepted", "")]
    assert gateway.handed == []
    assert followed() == message_ids()


def test_a_delivery_that_is_told_while_a_second_hand_over_waits_stops_it(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    left_behind(shops)
    gateway.found = Presence.ABSENT
    clear_up()
    report(shops.account, (references()[0], "delivered", ""))
    make_due()
    hand_over()
    assert states() == [("delivered", "")]
    assert gateway.handed == []


def test_a_look_up_says_nothing_of_a_newer_attempt(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    batch, slow = left_behind(shops)
    gateway.found = Presence.ABSENT

    def meanwhile(reference: str) -> None:
        """While the provider looks: the first worker comes back refused, and a second passes the gate."""
        record_outcomes(batch, slow, [NotAccepted("gateway_unreachable", "", False)])
        make_due()
        passed_gate(claimed(shops))

    gateway.before_look_up = meanwhile
    assert clear_up() == 0
    assert states() == [("submitting", "")]


def test_what_is_never_there_is_tried_ever_more_rarely_and_fails_in_the_end(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Unknown("timed out")
    gateway.found = Presence.ABSENT
    send_to(shops.sakura_staff, A)
    for _ in range(20):
        hand_over()
        make_look_ups_due()
        clear_up()
        hand_over()
        make_due()
    assert states() == [("failed", "gateway_unreachable")]
    assert len(gateway.handed) == 13


def test_one_spoiled_message_does_not_keep_the_others_of_its_request(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    def answer(batch: list[Outgoing]) -> Outcome:
        spoiled = any(message.to == B for message in batch)
        return NotAccepted("refused_by_provider", "", False) if spoiled else Accepted("1", 1)

    gateway.answer_batch = answer
    send_to(shops.sakura_staff, A, B, C, D)
    for _ in range(3):
        hand_over()
        make_due()
    assert states() == [
        ("accepted", ""),
        ("scheduled", "refused_by_provider"),
        ("accepted", ""),
        ("accepted", ""),
    ]


def test_a_provider_that_only_ever_throttles_is_given_up_after_a_day(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Throttled(timedelta(seconds=1))
    send_to(shops.sakura_staff, A)
    connection.cursor().execute("UPDATE messaging_message SET attempts = 1999")
    hand_over()
    assert states() == [("failed", "throttled")]


def test_a_message_on_its_way_is_asked_about_whatever_became_of_the_answer(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Unknown("timed out")
    send_to(shops.sakura_staff, A)
    hand_over()
    report(shops.account, (references()[0], "sent", ""))
    assert states() == [("accepted", "")]
    with store_scope(shops.sakura.pk):
        assert Attempt.objects.get().outcome == "accepted"
    assert followed() == message_ids()


def test_what_cannot_be_applied_keeps_nothing_else_waiting_not_even_in_its_own_report(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B, C)
    hand_over()
    first, second, third = references()
    spoiled = json.dumps(
        [
            {"reference": first, "delivery": "undelivered", "code": "x" * 100},
            {"reference": second, "delivery": "delivered"},
        ]
    )
    Report.objects.create(
        account=shops.account, origin="webhook", body=spoiled.encode(), received_at=timezone.now()
    )
    report(shops.account, (third, "delivered", ""))
    assert states() == [("accepted", ""), ("delivered", ""), ("delivered", "")]
    remarks = Report.objects.filter(applied_at__isnull=False).order_by("id").values_list("remark", flat=True)
    assert list(remarks) == ["could not be applied: 1 of 2", ""]


def test_what_was_told_of_an_account_that_cannot_be_used_is_read_once_it_can(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    hand_over()
    GatewayAccount.objects.update(slug="provider of a later version")
    report(shops.account, (references()[0], "delivered", ""))
    assert states() == [("accepted", "")]
    assert not Report.objects.filter(applied_at__isnull=False).exists()
    GatewayAccount.objects.update(slug="told")
    connection.cursor().execute("UPDATE messaging_report SET read_after = now()")
    with platform_scope("a test reports"):
        assert apply_reports() == 1
    assert states() == [("delivered", "")]


def test_an_account_that_cannot_be_used_stops_only_its_own_messages(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    broken = GatewayAccount.objects.create(slug="provider of a later version", name="broken")
    send_to(shops.sakura_staff, A)
    connection.cursor().execute("UPDATE messaging_message SET account_id = %s", [broken.pk])
    send_to(shops.midori_staff, B)
    hand_over()
    assert states() == [("scheduled", ""), ("accepted", "")]


def test_a_provider_that_only_pushes_expires_what_it_never_tells(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.capabilities = Capabilities(
        largest_batch=3,
        polls=False,
        look_up_settles_after=None,
        newline_weight=1,
        takes_outside_bmp=False,
        can_reply=False,
    )
    send_to(shops.sakura_staff, A)
    hand_over()
    make_polls_due(age=timedelta(hours=73))
    poll()
    assert states() == [("expired", "")]
    assert not Report.objects.exists()


def test_a_poll_without_an_answer_is_asked_again(shops: Shops, gateway: ToldGateway, send_to: SendTo) -> None:
    gateway.polls_fail = True
    send_to(shops.sakura_staff, A)
    hand_over()
    gateway.reports = [{"reference": references()[0], "delivery": "delivered"}]
    make_polls_due()
    poll()
    assert not Report.objects.exists()
    gateway.polls_fail = False
    make_polls_due()
    poll()
    with platform_scope("a test reports"):
        assert apply_reports() == 1
    assert states() == [("delivered", "")]


@pytest.mark.parametrize("obstacle", ["no answer", "paused", "unusable"])
def test_what_cannot_be_asked_about_expires_all_the_same(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, obstacle: str
) -> None:
    send_to(shops.sakura_staff, A)
    hand_over()
    gateway.polls_fail = obstacle == "no answer"
    if obstacle == "paused":
        GatewayAccount.objects.update(status=GatewayAccount.Status.PAUSED)
    if obstacle == "unusable":
        GatewayAccount.objects.update(slug="provider of a later version")
    make_polls_due(age=timedelta(hours=73))
    poll()
    assert states() == [("expired", "")]


def test_who_was_texted_is_known_also_when_only_the_look_up_says_so(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    with store_scope(shops.sakura.pk):
        customer = Customer.objects.create(name="山田", mobile=A)
    send_to(shops.sakura_staff, A)
    left_behind(shops)
    assert clear_up() == 1
    clear_up()
    with store_scope(shops.sakura.pk):
        customer.refresh_from_db()
        assert customer.last_texted_at is not None


def test_a_paused_account_hands_nothing_over_even_what_is_claimed(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    held = claimed(shops)
    GatewayAccount.objects.update(status=GatewayAccount.Status.PAUSED)
    with platform_scope("a test"):
        assert pass_last_gate(held) is None
    assert states() == [("claimed", "")]
    assert give_back([held]) == 1
    assert states() == [("scheduled", "")]
    assert not Batch.objects.exists()


def test_a_carrier_who_delivered_knows_better_than_a_provider_who_refused(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: NotAccepted("blocked_by_provider", "", True)
    send_to(shops.sakura_staff, A)
    hand_over()
    assert states() == [("failed", "blocked_by_provider")]
    report(shops.account, (references()[0], "delivered", ""))
    assert states() == [("delivered", "")]


def test_what_of_one_account_cannot_be_asked_about_makes_room_for_another(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.domain.reconcile._AT_ONCE", 1)
    gateway.answer = lambda message: Unknown("timed out")
    send_to(shops.sakura_staff, A)
    send_to(shops.sakura_staff, B)
    hand_over()
    broken = GatewayAccount.objects.create(slug="provider of a later version", name="broken")
    for table in ("messaging_attempt", "messaging_message"):
        connection.cursor().execute(
            f"UPDATE {table} SET account_id = %s WHERE id = (SELECT min(id) FROM {table})", [broken.pk]
        )
    clear_up()
    clear_up()
    assert sorted(states()) == [("accepted", ""), ("unknown", "answer_missing")]


def test_a_look_up_that_finds_it_stops_whoever_was_told_meanwhile_to_send_it_again(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Unknown("timed out")
    send_to(shops.sakura_staff, A)
    hand_over()

    def meanwhile(reference: str) -> None:
        with store_scope(shops.sakura.pk):
            [message] = Message.objects.all()
            decide_unclear(
                actor=shops.sakura_staff,
                decision=Decision.AGAIN,
                shown=[(message.pk, message.attempts)],
            )
        assert states() == [("scheduled", "")]

    gateway.before_look_up = meanwhile
    clear_up()
    assert states() == [("accepted", "")]
    make_due()
    hand_over()
    assert len(gateway.handed) == 1


def test_a_customer_whose_receipt_overtook_the_answer_counts_as_texted(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    with store_scope(shops.sakura.pk):
        customer = Customer.objects.create(name="山田", mobile=A)
    gateway.answer = lambda message: Unknown("timed out")
    gateway.before_answer = lambda: report(shops.account, (gateway.handed[-1].reference, "delivered", ""))
    send_to(shops.sakura_staff, A)
    hand_over()
    clear_up()
    with store_scope(shops.sakura.pk):
        customer.refresh_from_db()
        assert customer.last_texted_at is not None


def test_what_a_provider_answered_is_not_forgotten_when_postgresql_is_gone_for_a_moment(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    def cut_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (own,) = cursor.fetchone()
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own])

    gateway.before_answer = cut_off
    send_to(shops.sakura_staff, A)
    hand_over()
    assert states() == [("accepted", "")]


def test_a_provider_that_does_not_answer_gets_one_request_and_then_a_pause(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Unknown("timed out")
    send_to(shops.sakura_staff, A, B, C, D)
    hand_over()
    assert states() == [("unknown", "answer_missing")] * 3 + [("scheduled", "")]


def test_requests_do_not_shrink_for_what_the_line_did(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    sizes: list[int] = []

    def answer(batch: list[Outgoing]) -> Outcome:
        sizes.append(len(batch))
        return NotAccepted("gateway_unreachable", "", False) if len(sizes) < 3 else Accepted("1", 1)

    gateway.answer_batch = answer
    send_to(shops.sakura_staff, A, B, C)
    for _ in range(3):
        hand_over()
        make_due()
    assert sizes == [3, 3, 3]


def test_whose_lease_is_over_hands_nothing_over_even_before_the_sweep(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    held = claimed(shops)
    end_leases()
    with platform_scope("a test"):
        assert pass_last_gate(held) is None
    assert states() == [("claimed", "")]


def test_not_there_proves_nothing_before_the_settling_time_is_over(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.capabilities = replace(gateway.capabilities, look_up_settles_after=timedelta(minutes=1))
    gateway.found = Presence.ABSENT
    send_to(shops.sakura_staff, A)
    left_behind(shops)
    clear_up()
    assert states() == [("unknown", "answer_missing")]
    connection.cursor().execute(
        "UPDATE messaging_attempt SET submitted_at = submitted_at - interval '1 minute', look_up_at = now()"
    )
    clear_up()
    assert states() == [("scheduled", "gateway_unreachable")]


def test_a_claim_passes_over_what_another_worker_is_claiming(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B)
    first, second = message_ids()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT FROM messaging_message WHERE id = %s FOR UPDATE", [first])
        connection.cursor().execute("SET lock_timeout = '2s'")
        try:
            assert claimed(shops).message_ids == [second]
        finally:
            connection.cursor().execute("RESET lock_timeout")
