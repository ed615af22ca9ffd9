"""Who may be texted for what: stops and the consent ledger, asked at planning and again at the last gate."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.lift_suppression import lift_suppression
from customers.domain.record_complaint import record_complaint
from customers.domain.suppress_number import suppress_number
from messaging.domain.claim import claim
from messaging.domain.compose import Recipient, compose
from messaging.domain.judge import Asked, judge
from messaging.domain.last_gate import pass_last_gate
from messaging.domain.send import send
from messaging.models import Dispatch, Message, Purpose
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THIRD, hear, said
from tests.customers.entered import entered
from tests.messaging.life.conftest import one_request
from tests.shops import Shops


def scheduled(member: Membership, purpose: Purpose, *phones: str) -> None:
    """For in an hour."""
    wish = compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.QUICK_SEND,
        purpose=purpose,
        body=f"text of a {purpose.value}",
        recipients=tuple(Recipient(phone) for phone in phones),
        send_at=timezone.now() + timedelta(hours=1),
    )
    with store_scope(member.store_id):
        send(actor=member, wish=wish)


def states() -> list[tuple[str, str]]:
    with platform_scope("a test of what was kept"):
        return list(Message.objects.order_by("id").values_list("state", "reason"))


def verdicts(shops: Shops, phone: str = PHONE) -> dict[str, str]:
    answers = judge(store=shops.sakura, asked=[Asked(phone, purpose) for purpose in Purpose])
    return {
        purpose.value: answer.value if answer else ""
        for purpose, answer in zip(Purpose, answers, strict=True)
    }


def test_where_nothing_was_said_notices_and_reminders_go_and_promotion_does_not(shops: Shops) -> None:
    assert verdicts(shops) == {"notice": "", "reminder": "", "promotion": "no_consent"}


@pytest.mark.parametrize("purpose", ["notice", "reminder", "promotion"])
def test_an_answer_counts_for_its_purpose_its_number_and_its_store(shops: Shops, purpose: str) -> None:
    usual = {"notice": "", "reminder": "", "promotion": "no_consent"}
    hear(shops.midori, said(purpose=purpose, granted=False))
    hear(shops.sakura, said(OTHER, purpose))
    assert verdicts(shops) == usual
    hear(shops.sakura, said(purpose=purpose))
    assert verdicts(shops) == usual | {purpose: ""}
    hear(shops.sakura, said(purpose=purpose, granted=False))
    assert verdicts(shops) == usual | {purpose: "consent_withdrawn"}


def test_a_stop_beats_every_consent(shops: Shops) -> None:
    hear(shops.sakura, *[said(purpose=purpose.value) for purpose in Purpose])
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=PHONE, reason="permanent_failure")
    assert verdicts(shops) == dict.fromkeys(["notice", "reminder", "promotion"], "suppressed")


def test_a_customer_entered_anew_with_a_stopped_number_cannot_be_texted(shops: Shops) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=PHONE, reason="at_request")
        customer.delete()
    entered(shops.sakura, "父", mobile=PHONE)
    hear(shops.sakura, said())
    assert set(verdicts(shops).values()) == {"suppressed"}
    scheduled(shops.sakura_staff, Purpose.NOTICE, PHONE)
    assert states() == [("withheld", "suppressed")]


def test_a_withdrawal_takes_back_what_waits_for_that_purpose_and_nothing_else(shops: Shops) -> None:
    for member in (shops.sakura_staff, shops.midori_staff):
        hear(member.store, said(), said(OTHER))
        scheduled(member, Purpose.PROMOTION, PHONE, OTHER)
    scheduled(shops.sakura_staff, Purpose.REMINDER, PHONE)
    hear(shops.sakura, said(granted=False, given_at=timezone.now()), said(THIRD, granted=False))
    waiting = ("scheduled", "")
    assert states() == [("cancelled", "consent_withdrawn"), waiting, waiting, waiting, waiting]


def test_an_older_withdrawal_written_down_late_takes_nothing_back(shops: Shops) -> None:
    hear(shops.sakura, said())
    scheduled(shops.sakura_staff, Purpose.PROMOTION, PHONE)
    hear(shops.sakura, said(granted=False, given_at=said().given_at - DAY))
    assert states() == [("scheduled", "")]


def test_a_complaint_takes_back_everything_in_the_same_second(shops: Shops) -> None:
    hear(shops.sakura, said())
    for purpose in Purpose:
        scheduled(shops.sakura_staff, purpose, PHONE)
    with store_scope(shops.sakura.pk):
        record_complaint(actor=shops.sakura_staff, phone=PHONE, said="迷惑です")
    assert states() == [("cancelled", "suppressed")] * 3


def test_a_lifted_stop_lets_go_only_what_was_allowed(shops: Shops) -> None:
    hear(shops.sakura, said())
    with store_scope(shops.sakura.pk):
        stop = suppress_number(actor=None, phone=PHONE, reason="opt_out_page")
        lift_suppression(actor=shops.sakura_manager, suppression=stop, reason="本人から", allowed=["notice"])
    assert verdicts(shops) == {
        "notice": "",
        "reminder": "consent_withdrawn",
        "promotion": "consent_withdrawn",
    }


def test_the_last_gate_asks_again_with_as_many_statements_for_many_as_for_one(shops: Shops) -> None:
    """A withdrawal that committed after the claim; the signal is past then, as its row was claimed already."""
    found = []
    for count in (1, 30):
        phones = [f"+8180{count:04d}{number:04d}" for number in range(count)]
        hear(shops.sakura, *[said(phone) for phone in phones])
        scheduled(shops.sakura_staff, Purpose.PROMOTION, *phones)
        with platform_scope("a test of the gate"):
            Message.objects.filter(state="scheduled").update(due_at=timezone.now() - DAY)
            lane = "urgent" if count == 1 else "bulk"
            [taken] = claim(account_id=shops.account.pk, lane=lane, limit=100, cut=one_request).claims
            with connection.cursor() as cursor:
                cursor.execute("UPDATE customers_consentstate SET granted = false")
            with CaptureQueriesContext(connection) as captured:
                assert pass_last_gate(taken) == []
        found.append(len(captured))
    assert states() == [("withheld", "consent_withdrawn")] * 31
    assert found[0] == found[1]
