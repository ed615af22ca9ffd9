"""What providers, clocks and bad luck do to a message: it is neither texted twice nor kept for ever."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from accounts.tenancy.scope import platform_scope
from messaging.domain.claim import give_back
from messaging.domain.last_gate import pass_last_gate
from messaging.gateways.contract import (
    Accepted,
    NotAccepted,
    Outcome,
    Outgoing,
    Throttled,
    Unknown,
)
from messaging.models import Batch, GatewayAccount
from tests.messaging.life.conftest import (
    A,
    B,
    C,
    D,
    SendTo,
    ToldGateway,
    claimed,
    end_leases,
    hand_over,
    make_due,
    message_ids,
    states,
)
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_an_account_that_cannot_be_used_stops_only_its_own_messages(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    broken = GatewayAccount.objects.create(slug="provider of a later version", name="broken")
    send_to(shops.sakura_staff, A)
    connection.cursor().execute("UPDATE messaging_message SET account_id = %s", [broken.pk])
    send_to(shops.midori_staff, B)
    hand_over()
    assert states() == [("scheduled", ""), ("accepted", "")]


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
