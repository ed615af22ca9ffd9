"""What staff decide about unclear messages: guarded, once, and never against what a carrier says."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope, store_scope
from customers.queries.contacts import contact_of
from messaging.domain.decide import MOST_DECIDED, Decision, decide_unclear
from messaging.domain.poll_receipts import poll_receipts
from messaging.domain.receipts import _Told, apply_receipts
from messaging.gateways.contract import Delivery, Receipt
from messaging.models import Attempt, Batch, Message, State
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message, move
from tests.messaging.unclear.conftest import DECIDE, audited, decided, make_unclear, mark, standing
from tests.shops import Shops

PHONE = "+819012345678"
_CHANGED: dict[str, dict[str, Any]] = {
    "arrived": {"state": "accepted", "reason": "by_person", "is_open": True, "ending": None},
    "again": {
        "state": "scheduled",
        "reason": "",
        "closed_at": None,
        "is_open": True,
        "is_waiting": True,
        "ending": None,
    },
    "close": {"state": "failed", "reason": "by_person", "ending": "failed"},
}
# And these times.
_TIMED = {"arrived": {"accepted_at", "closed_at"}, "again": {"due_at"}, "close": {"closed_at"}}


def told(message: Message, delivery: Delivery) -> None:
    """The carrier's late word, as a webhook brings it."""
    with platform_scope("a receipt"):
        attempt = Attempt.objects.get(message=message, number=1)
        receipt = Receipt(attempt.reference, delivery, "", "docomo", 1, datetime.now(UTC))
        apply_receipts([_Told(0, attempt.account_id, receipt)])


@pytest.mark.parametrize("decision", ["arrived", "again", "close"])
def test_a_decision_moves_the_message_and_nothing_else(shops: Shops, client: Client, decision: str) -> None:
    message, other = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, phone="+819011112222")
    before, untouched = standing(message), standing(other)
    decided(client, decision, message)
    after = standing(message)
    moved = {name: value for name, value in after.items() if value != before[name]}
    expected = _CHANGED[decision]
    assert {name: moved[name] for name in expected} == expected
    assert set(moved) - set(expected) == _TIMED[decision]
    assert standing(other) == untouched
    assert audited(shops.sakura.pk) == [
        ("messages.decided", str(message.dispatch_id), {"decision": decision, "messages": 1})
    ]


def test_what_counts_as_sent_keeps_the_time_of_its_attempt_and_marks_the_customer(
    shops: Shops, client: Client
) -> None:
    customer = make_customer(shops.sakura, mobile=PHONE)
    message = make_unclear(shops.sakura_staff, customer=customer, phone=PHONE)
    decided(client, "arrived", message)
    assert standing(message)["accepted_at"] == message.submitting_at
    with store_scope(shops.sakura.pk):
        assert contact_of(customer) is not None


def test_what_counts_as_sent_is_neither_asked_about_nor_expires(shops: Shops, client: Client) -> None:
    message = make_unclear(shops.sakura_staff, ago=timedelta(days=5))
    decided(client, "arrived", message)
    with platform_scope("a batch that still carries it"):
        Batch.objects.create(
            account=shops.account,
            lane=message.lane,
            message_ids=[message.pk],
            submitted_at=message.submitting_at,
            poll_at=message.submitting_at,
        )
    before = standing(message)
    with platform_scope("upkeep"):
        assert poll_receipts(account_id=shops.account.pk) == 0
        assert not Batch.objects.exists()
    assert standing(message) == before


@pytest.mark.parametrize("delivery", [Delivery.DELIVERED, Delivery.UNDELIVERED])
def test_a_late_receipt_says_more_than_the_word_of_a_person(
    shops: Shops, client: Client, delivery: Delivery
) -> None:
    message = make_unclear(shops.sakura_staff)
    decided(client, "arrived", message)
    told(message, delivery)
    assert standing(message)["state"] == delivery.value


@pytest.mark.parametrize("decision", ["again", "close"])
def test_a_late_arrival_stops_the_second_one_and_reopens_what_was_closed(
    shops: Shops, client: Client, decision: str
) -> None:
    message = make_unclear(shops.sakura_staff)
    decided(client, decision, message)
    told(message, Delivery.DELIVERED)
    assert standing(message)["state"] == "delivered"


def test_a_receipt_that_comes_between_looking_and_deciding_stays(shops: Shops, client: Client) -> None:
    message, other = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, phone="+819011112222")
    told(message, Delivery.DELIVERED)
    before = standing(message)
    answer = decided(client, "again", message, other)
    assert (standing(message), standing(other)["state"]) == (before, "scheduled")
    page = answer.content.decode()
    assert "1 message is sent once more" in page
    assert "1 message was left as it is: its result has come in, or it has been decided." in page


def test_what_was_tried_again_meanwhile_is_not_decided_by_an_old_page(shops: Shops, client: Client) -> None:
    message = make_unclear(shops.sakura_staff)
    with store_scope(shops.sakura.pk):
        Message.objects.filter(pk=message.pk).update(attempts=2)
    before = standing(message)
    decided(client, "again", message)
    assert (standing(message), audited(shops.sakura.pk)) == (before, [])


def test_the_same_form_sent_twice_decides_once(shops: Shops, client: Client) -> None:
    message = make_unclear(shops.sakura_staff)
    decided(client, "again", message)
    first = standing(message)
    decided(client, "again", message)
    assert standing(message) == first
    assert len(audited(shops.sakura.pk)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_decide_at_once_make_one_decision(shops: Shops) -> None:
    messages = [make_unclear(shops.sakura_staff, phone=f"+8190111122{n:02}") for n in range(20)]
    shown = [(message.pk, message.attempts) for message in messages]
    ready, moved = threading.Barrier(2), {}

    def decide(person: Membership, decision: Decision) -> None:
        try:
            with store_scope(shops.sakura.pk):
                ready.wait()
                moved[decision] = decide_unclear(actor=person, decision=decision, shown=shown)
        finally:
            connection.close()

    people = [
        threading.Thread(target=decide, args=(shops.sakura_staff, Decision.AGAIN)),
        threading.Thread(target=decide, args=(shops.sakura_manager, Decision.CLOSE)),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    states = [standing(message)["state"] for message in messages]
    assert moved == {Decision.AGAIN: states.count("scheduled"), Decision.CLOSE: states.count("failed")}
    assert sorted(moved.values()) == [0, 20]


def test_each_send_has_its_line_in_the_audit_log(shops: Shops, client: Client) -> None:
    one, other = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, phone="+819011112222")
    decided(client, "close", one, other)
    assert audited(shops.sakura.pk) == [
        ("messages.decided", str(message.dispatch_id), {"decision": "close", "messages": 1})
        for message in (one, other)
    ]


def test_who_may_not_send_decides_nothing(shops: Shops, client: Client) -> None:
    shops.sakura_staff.withheld_permissions = ["messages.send"]
    shops.sakura_staff.save()
    message = make_unclear(shops.sakura_manager)
    before = standing(message)
    form = {"decision": "close", "mark": mark(message), "certain": "yes"}
    assert client.post(DECIDE, form).status_code == 403
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        decide_unclear(actor=shops.sakura_staff, decision=Decision.CLOSE, shown=[(message.pk, 1)])
    assert (standing(message), audited(shops.sakura.pk)) == (before, [])


def test_another_stores_message_does_not_exist_and_nothing_is_decided(
    shops: Shops, client: Client, sign_in: SignIn
) -> None:
    own, theirs = make_unclear(shops.sakura_staff), make_unclear(shops.midori_staff)
    before = standing(own), standing(theirs)
    form = {"decision": "again", "mark": [mark(own), mark(theirs)], "certain": "yes"}
    assert client.post(DECIDE, form).status_code == 404
    form = {"decision": "again", "all_of": "1", "dispatch": str(theirs.dispatch_id), "certain": "yes"}
    assert client.post(DECIDE, form).status_code == 404
    with store_scope(shops.sakura.pk):
        shown = [(theirs.pk, theirs.attempts)]
        assert decide_unclear(actor=shops.sakura_staff, decision=Decision.AGAIN, shown=shown) == 0
    assert (standing(own), standing(theirs)) == before


@pytest.mark.parametrize("state", sorted(set(State) - {State.UNKNOWN}))
def test_what_is_not_unclear_is_not_decided(shops: Shops, client: Client, state: State) -> None:
    message = make_message(shops.sakura_staff, state=State.UNKNOWN)
    move(message, state)
    before = standing(message)
    for decision in ("arrived", "again", "close"):
        decided(client, decision, message)
    assert (standing(message), audited(shops.sakura.pk)) == (before, [])


def test_more_than_a_page_confirms_is_refused(shops: Shops) -> None:
    shown = [(number, 1) for number in range(MOST_DECIDED + 1)]
    with store_scope(shops.sakura.pk), pytest.raises(ValueError, match="1001"):
        decide_unclear(actor=shops.sakura_staff, decision=Decision.CLOSE, shown=shown)
