"""What nobody knows is asked about by our reference: neither texted twice nor kept for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from accounts.tenancy.scope import store_scope
from customers.models import Customer
from customers.queries.contacts import contact_of
from messaging.domain.decide import Decision, decide_unclear
from messaging.domain.record_outcomes import record_outcomes
from messaging.gateways.contract import (
    Accepted,
    NotAccepted,
    Presence,
    Unknown,
)
from messaging.models import GatewayAccount, Message
from tests.messaging.life.conftest import (
    A,
    B,
    SendTo,
    ToldGateway,
    claimed,
    clear_up,
    end_leases,
    followed,
    hand_over,
    left_behind,
    make_due,
    make_look_ups_due,
    message_ids,
    passed_gate,
    references,
    report,
    states,
)
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


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
        assert contact_of(customer) is not None


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


@pytest.mark.parametrize(
    ("presence", "state"),
    [
        (Presence.FOUND, ("accepted", "")),
        (Presence.ABSENT, ("scheduled", "gateway_unreachable")),
        (Presence.UNCLEAR, ("unknown", "answer_missing")),
        (None, ("unknown", "answer_missing")),
    ],
)
def test_a_worker_that_died_in_a_request_leaves_it_to_the_providers_look_up(
    shops: Shops,
    gateway: ToldGateway,
    send_to: SendTo,
    presence: Presence | None,
    state: tuple[str, str],
) -> None:
    gateway.found = presence
    send_to(shops.sakura_staff, A)
    held = claimed(shops)
    passed_gate(held)
    clear_up()
    assert states() == [("submitting", "")]
    end_leases()
    clear_up()
    assert states() == [state]
