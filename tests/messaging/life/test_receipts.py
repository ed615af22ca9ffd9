"""What carriers say, and what they do not: in whatever order, each message ends where it should."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tenancy.scope import platform_scope, store_scope
from customers.models import Customer
from customers.queries.contacts import contact_of
from messaging.domain.receipts import apply_reports
from messaging.gateways.contract import (
    Capabilities,
    NotAccepted,
    Unknown,
)
from messaging.models import Attempt, Batch, GatewayAccount, Message, Receipt, Report
from tests.messaging.life.conftest import (
    A,
    B,
    C,
    SendTo,
    ToldGateway,
    clear_up,
    followed,
    hand_over,
    make_polls_due,
    message_ids,
    poll,
    references,
    report,
    states,
)
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_carrier_who_delivered_knows_better_than_a_provider_who_refused(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: NotAccepted("blocked_by_provider", "", True)
    send_to(shops.sakura_staff, A)
    hand_over()
    assert states() == [("failed", "blocked_by_provider")]
    report(shops.account, (references()[0], "delivered", ""))
    assert states() == [("delivered", "")]


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
        assert contact_of(customer) is not None


def test_delivered_is_said_with_the_time_of_arrival_and_the_billed_parts(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B)
    hand_over()
    first, second = references()
    report(shops.account, (first, "delivered", ""), (second, "undelivered", "out_of_range"))
    assert states() == [("delivered", ""), ("undelivered", "out_of_range")]
    with store_scope(shops.sakura.pk):
        message = Message.objects.order_by("id").first()
        assert message is not None
        assert message.arrived_at is not None
        assert message.accepted_at is not None
        attempts = Attempt.objects.order_by("id").values_list("carrier", "parts")
        assert list(attempts) == [("docomo", 2), ("docomo", 2)]


@pytest.mark.parametrize(
    "order", [("sent", "delivered"), ("delivered", "sent"), ("delivered", "undelivered")]
)
def test_receipts_never_move_a_message_backwards_and_a_repeated_one_is_kept_once(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, order: tuple[str, str]
) -> None:
    send_to(shops.sakura_staff, A)
    hand_over()
    (reference,) = references()
    for delivery in order + order:
        report(shops.account, (reference, delivery, ""))
    assert states() == [("delivered", "")]
    with store_scope(shops.sakura.pk):
        assert Receipt.objects.count() == 2
    assert Report.objects.filter(applied_at__isnull=False).count() == 4


def test_a_receipt_that_overtakes_the_answer_stands_and_the_answer_changes_nothing(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.before_answer = lambda: report(shops.account, (gateway.handed[-1].reference, "delivered", ""))
    send_to(shops.sakura_staff, A)
    hand_over()
    assert states() == [("delivered", "")]
    with store_scope(shops.sakura.pk):
        assert Attempt.objects.get().outcome == "accepted"
    make_polls_due()
    assert poll() == 0
    assert not Batch.objects.exists()


def test_a_late_receipt_resolves_what_was_unclear(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    gateway.answer = lambda message: Unknown("timed out")
    send_to(shops.sakura_staff, A)
    hand_over()
    report(shops.account, (references()[0], "delivered", ""))
    assert states() == [("delivered", "")]


def test_a_receipt_of_nobody_or_through_another_account_moves_nothing(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    other = GatewayAccount.objects.create(slug="told", name="other")
    send_to(shops.sakura_staff, A)
    hand_over()
    report(shops.account, ("f" * 32, "delivered", ""))
    report(other, (references()[0], "delivered", ""))
    assert states() == [("accepted", "")]


def test_what_was_not_pushed_is_polled_once_and_then_left_alone(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    hand_over()
    gateway.reports = [{"reference": references()[0], "delivery": "delivered"}]
    assert poll() == 0
    make_polls_due()
    assert poll() == 1
    assert poll() == 0
    with platform_scope("a test"):
        apply_reports()
    assert states() == [("delivered", "")]
    make_polls_due()
    assert poll() == 0
    assert not Batch.objects.exists()


def test_what_hears_nothing_for_three_days_has_expired_and_a_late_receipt_still_counts(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A)
    hand_over()
    make_polls_due(age=timedelta(hours=73))
    assert poll() == 1
    assert states() == [("expired", "")]
    report(shops.account, (references()[0], "delivered", ""))
    assert states() == [("delivered", "")]
