"""From rows to the provider and back: every outcome and every receipt leads where the table of states says."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.models import Customer, Suppression
from customers.queries.contacts import contact_of
from messaging.domain.cancel import cancel_message
from messaging.domain.claim import claim
from messaging.domain.last_gate import pass_last_gate
from messaging.domain.leases import release_expired_claims
from messaging.domain.record_outcomes import record_outcomes
from messaging.domain.submit import submit
from messaging.gateways.clock import awake
from messaging.gateways.contract import Accepted, NotAccepted, Outcome, Presence, Throttled, Unknown
from messaging.models import GatewayAccount, Message
from tests.messaging.life.conftest import (
    A,
    B,
    C,
    D,
    SendTo,
    ToldGateway,
    claimed,
    clear_up,
    end_leases,
    hand_over,
    make_due,
    one_request,
    passed_gate,
    references,
    states,
)
from tests.shops import Shops

# What is spoken to a provider runs outside of any transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_due_is_handed_over_once_in_the_providers_batches(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    with store_scope(shops.sakura.pk):
        customer = Customer.objects.create(name="山田", mobile=A)
    send_to(shops.sakura_staff, A, B, C, D, body="来店のお知らせ")
    hand_over()
    hand_over()
    assert [(m.to, m.text) for m in gateway.handed] == [(p, "来店のお知らせ") for p in (A, B, C, D)]
    assert [m.reference for m in gateway.handed] == references()
    assert states() == [("accepted", "")] * 4
    clear_up()
    with store_scope(shops.sakura.pk):
        assert contact_of(customer) is not None


def test_a_lane_serves_its_own_messages_only(shops: Shops, gateway: ToldGateway, send_to: SendTo) -> None:
    send_to(shops.sakura_staff, A)
    hand_over("bulk")
    assert gateway.handed == []
    assert states() == [("scheduled", "")]


def test_what_is_due_later_and_what_a_paused_account_holds_waits(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    connection.cursor().execute("UPDATE messaging_message SET due_at = now() + interval '1 hour'")
    hand_over()
    make_due()
    shops.account.status = GatewayAccount.Status.PAUSED
    shops.account.save()
    hand_over()
    assert gateway.handed == []
    assert states() == [("scheduled", "")]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Accepted("1", 1), ("accepted", "")),
        (NotAccepted("blocked_by_provider", "", True), ("failed", "blocked_by_provider")),
        (NotAccepted("gateway_unreachable", "", False), ("scheduled", "gateway_unreachable")),
        (Throttled(timedelta(seconds=9)), ("scheduled", "")),
        (Unknown("timed out"), ("unknown", "answer_missing")),
    ],
)
def test_each_outcome_leads_to_its_state_and_nothing_is_handed_over_again_at_once(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, outcome: Outcome, state: tuple[str, str]
) -> None:
    gateway.answer = lambda message: outcome
    send_to(shops.sakura_staff, A)
    hand_over()
    hand_over()
    assert states() == [state]
    assert len(gateway.handed) == 1


def test_what_was_surely_not_accepted_is_tried_again_until_patience_ends(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: NotAccepted("gateway_unreachable", "", False)
    send_to(shops.sakura_staff, A)
    for _ in range(20):
        hand_over()
        make_due()
    assert states() == [("failed", "gateway_unreachable")]
    assert len(gateway.handed) == 13
    assert len(set(references())) == 13


def test_a_process_that_stood_still_after_the_gate_hands_nothing_over(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    held = claimed(shops)
    gate_asked_at = awake() - 60
    passed = passed_gate(held)
    record_outcomes(held.batch_id, passed, submit(gateway, passed, gate_asked_at=gate_asked_at))
    assert gateway.handed == []
    assert states() == [("scheduled", "stood_still")]


def test_being_throttled_for_long_uses_up_no_patience(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Throttled(timedelta(seconds=1))
    send_to(shops.sakura_staff, A)
    for _ in range(20):
        hand_over()
        make_due()
    gateway.answer = lambda message: NotAccepted("gateway_unreachable", "", False)
    hand_over()
    assert states() == [("scheduled", "gateway_unreachable")]


def test_a_stop_between_claim_and_hand_over_is_obeyed(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B)
    held = claimed(shops)
    # As the opt-out of another store of the same legal entity would come: without the signal's cancelling.
    with store_scope(shops.sakura.pk):
        Suppression.objects.create(phone=A, reason="reply_word")
    passed = passed_gate(held)
    assert [one.phone for one in passed] == [B]
    assert states() == [("withheld", "suppressed"), ("submitting", "")]


def test_a_cancelled_message_does_not_pass_the_gate_and_one_that_left_cannot_be_cancelled(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B)
    held = claimed(shops)
    with store_scope(shops.sakura.pk):
        first, second = Message.objects.order_by("id")
        assert cancel_message(actor=shops.sakura_staff, message=first)
    passed = passed_gate(held)
    assert [one.phone for one in passed] == [B]
    with store_scope(shops.sakura.pk):
        assert not cancel_message(actor=shops.sakura_staff, message=second)
    assert states() == [("cancelled", "by_person"), ("submitting", "")]


def test_a_store_suspended_meanwhile_sends_nothing_more(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    send_to(shops.midori_staff, A)
    Store.objects.filter(pk=shops.sakura.pk).update(status=Store.Status.SUSPENDED)
    hand_over()
    assert states() == [("withheld", "store_suspended"), ("accepted", "")]


def test_a_claim_whose_worker_died_goes_back_and_only_one_worker_passes_the_gate(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    first = claimed(shops)
    assert claim(account_id=shops.account.pk, lane="urgent", limit=10, cut=one_request).claims == []
    assert release_expired_claims() == 0
    end_leases()
    assert release_expired_claims() == 1
    second = claimed(shops)
    assert first.message_ids == second.message_ids
    with platform_scope("a test"):
        assert pass_last_gate(first) is None
    assert len(passed_gate(second)) == 1


def test_an_answer_that_comes_after_a_newer_attempt_says_nothing_of_it(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    held = claimed(shops)
    gateway.found = Presence.ABSENT
    slow = passed_gate(held)
    end_leases()
    clear_up()
    make_due()
    passed_gate(claimed(shops))
    record_outcomes(held.batch_id, slow, [NotAccepted("blocked_by_provider", "", True)])
    assert states() == [("submitting", "")]
