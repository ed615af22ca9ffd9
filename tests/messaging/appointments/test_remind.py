"""Automatic reminders before an appointment: once, in time, and taken back where they hold no more."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.appointments.save_appointment import cancel_appointment, save_appointment, set_status
from customers.domain.suppress_number import suppress_number
from customers.models import Appointment, Customer
from messaging.domain.remind_appointments import remind_appointments
from messaging.models import AppointmentReminder, Dispatch, GatewayGrant, Message
from tests.customers.appointments.booked import booked
from tests.messaging.factories import make_customer
from tests.shops import Shops

PHONE = "+819011112222"


def reminded() -> int:
    with platform_scope("a worker's"):
        return remind_appointments()


def messages() -> list[tuple[str, str, str, str]]:
    with platform_scope("a look at everything"):
        rows = Message.objects.order_by("id")
        return list(rows.values_list("store__slug", "text__phone", "state", "reason"))


def willing(store: Store, **fields: Any) -> Customer:
    given: dict[str, Any] = {"mobile": PHONE, "sms_flag": True} | fields
    return make_customer(store, **given)


def soon(hours: float) -> Any:
    return timezone.now() + timedelta(hours=hours)


def moved(shops: Shops, appointment: Appointment, **values: Any) -> None:
    with store_scope(appointment.store_id):
        row = Appointment.objects.select_related("customer").get(pk=appointment.pk)
        save_appointment(
            actor=shops.sakura_staff,
            appointment=row,
            customer=row.customer,
            values=values,  # type: ignore[arg-type]
        )


@pytest.mark.django_db
def test_a_reminder_goes_out_once_when_its_hour_has_come(shops: Shops) -> None:
    staff, customer = shops.sakura_staff, willing(shops.sakura)
    due = booked(staff, customer, soon(23), remind_hours=24, title="車検の相談")
    booked(staff, customer, soon(25), remind_hours=24)
    booked(staff, customer, soon(1))
    booked(staff, customer, soon(-1), remind_hours=24)
    theirs = booked(shops.midori_staff, willing(shops.midori), soon(2), remind_hours=3)
    assert [reminded(), reminded()] == [2, 0]
    assert messages() == [("sakura-auto", PHONE, "scheduled", ""), ("midori-estate", PHONE, "scheduled", "")]
    with platform_scope("a look at everything"):
        reminders = AppointmentReminder.objects.order_by("id")
        assert list(reminders.values_list("appointment_id", "starts_at")) == [
            (due.pk, due.starts_at),
            (theirs.pk, theirs.starts_at),
        ]
        dispatch = Dispatch.objects.get(store=shops.sakura)
        line = AuditEntry.objects.get(action="dispatch.planned", store=shops.sakura)
    assert (dispatch.source, dispatch.purpose, dispatch.lane, dispatch.author, dispatch.expires_at) == (
        "appointment", "reminder", "urgent", None, due.starts_at,
    )  # fmt: skip
    assert "車検の相談" in dispatch.body
    assert (line.actor_name, line.details["messages"]) == ("smsnotify", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["done", "missed", "cancelled"])
def test_of_what_is_booked_no_more_nobody_is_reminded(shops: Shops, status: str) -> None:
    row = booked(shops.sakura_staff, willing(shops.sakura), soon(1), remind_hours=24)
    with store_scope(shops.sakura.pk):
        set_status(actor=shops.sakura_staff, appointment=row, status=Appointment.Status(status))
    assert (reminded(), messages()) == (0, [])


@pytest.mark.django_db
def test_who_may_not_be_reminded_is_recorded_as_withheld_with_the_reason(shops: Shops) -> None:
    staff = shops.sakura_staff
    unflagged = willing(shops.sakura, mobile="+819033334444", sms_flag=False)
    stopped = willing(shops.sakura, mobile="+819055556666")
    with store_scope(shops.sakura.pk):
        suppress_number(actor=staff, phone="+819055556666", reason="at_request")
    for customer in (unflagged, stopped):
        booked(staff, customer, soon(1), remind_hours=24)
    assert reminded() == 2
    assert messages() == [
        ("sakura-auto", "+819033334444", "withheld", "sms_flag_off"),
        ("sakura-auto", "+819055556666", "withheld", "suppressed"),
    ]


@pytest.mark.django_db
def test_without_a_number_or_a_line_nothing_is_planned_until_there_is_one(shops: Shops) -> None:
    customer = willing(shops.sakura, mobile=None)
    booked(shops.sakura_staff, customer, soon(1), remind_hours=24)
    booked(shops.midori_staff, willing(shops.midori), soon(1), remind_hours=24)
    with platform_scope("the line is taken away"):
        grant = GatewayGrant.objects.get(store=shops.midori)
        grant.delete()
    assert (reminded(), messages()) == (0, [])
    with store_scope(shops.sakura.pk):
        Customer.objects.filter(pk=customer.pk).update(mobile=PHONE)
    assert (reminded(), messages()) == (1, [("sakura-auto", PHONE, "scheduled", "")])


@pytest.mark.django_db
def test_a_moved_appointment_takes_the_old_reminder_back_and_is_reminded_of_anew(shops: Shops) -> None:
    row = booked(shops.sakura_staff, willing(shops.sakura), soon(20), remind_hours=24)
    assert reminded() == 1
    moved(shops, row, starts_at=soon(48))
    assert messages() == [("sakura-auto", PHONE, "cancelled", "by_person")]
    assert reminded() == 0
    moved(shops, row, starts_at=soon(10))
    assert reminded() == 1
    assert [state for _slug, _phone, state, _reason in messages()] == ["cancelled", "scheduled"]


@pytest.mark.django_db
def test_a_reminder_that_has_left_stays_and_one_that_was_taken_back_may_go_again(shops: Shops) -> None:
    staff = shops.sakura_staff
    gone = booked(staff, willing(shops.sakura), soon(20), remind_hours=24)
    waits = booked(staff, willing(shops.sakura, mobile="+819033334444"), soon(20), remind_hours=24)
    untouched = booked(staff, willing(shops.sakura, mobile="+819055556666"), soon(20), remind_hours=24)
    assert reminded() == 3
    with store_scope(shops.sakura.pk):
        Message.objects.filter(text__phone=PHONE).update(state="accepted", accepted_at=timezone.now())
        for row in (gone, waits):
            cancel_appointment(actor=staff, appointment=row)
        for row in (gone, waits):
            set_status(actor=staff, appointment=row, status=Appointment.Status.BOOKED)
    assert reminded() == 1
    assert [(phone, state) for _slug, phone, state, _reason in messages()] == [
        (PHONE, "accepted"),
        ("+819033334444", "cancelled"),
        ("+819055556666", "scheduled"),
        ("+819033334444", "scheduled"),
    ]
    assert untouched.status == "booked"


@pytest.mark.django_db
def test_a_change_that_concerns_no_reminder_takes_none_back(shops: Shops) -> None:
    row = booked(shops.sakura_staff, willing(shops.sakura), soon(20), remind_hours=24)
    assert reminded() == 1
    moved(shops, row, notes="別の担当", remind_hours=22)
    assert (reminded(), messages()) == (0, [("sakura-auto", PHONE, "scheduled", "")])
    moved(shops, row, remind_hours=None)
    assert (reminded(), messages()) == (0, [("sakura-auto", PHONE, "cancelled", "by_person")])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_remind_once(shops: Shops) -> None:
    for number in range(6):
        booked(
            shops.sakura_staff,
            willing(shops.sakura, mobile=f"+81901111222{number}"),
            soon(1),
            remind_hours=24,
        )
    both, counted = threading.Barrier(2, timeout=20), []

    def work() -> None:
        try:
            both.wait()
            counted.append(reminded())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(counted), sum(counted), reminded()) == (2, 6, 0)
    assert sorted(phone for _slug, phone, _state, _reason in messages()) == [
        f"+81901111222{number}" for number in range(6)
    ]


@pytest.mark.django_db(transaction=True)
def test_an_appointment_that_is_just_being_changed_is_passed_over_and_not_waited_for(shops: Shops) -> None:
    held = booked(shops.sakura_staff, willing(shops.sakura), soon(1), remind_hours=24)
    free = booked(shops.sakura_staff, willing(shops.sakura, mobile="+819033334444"), soon(1), remind_hours=24)
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with store_scope(shops.sakura.pk), transaction.atomic():
                Appointment.objects.select_for_update().get(pk=held.pk)
                holds.set()
                done.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(30)
    counted = reminded()
    done.set()
    thread.join()
    assert (counted, reminded()) == (1, 1)
    with platform_scope("a look at everything"):
        order = list(AppointmentReminder.objects.order_by("id").values_list("appointment_id", flat=True))
    assert order == [free.pk, held.pk]


@pytest.mark.django_db
def test_what_fails_for_one_is_written_down_and_keeps_no_other(
    shops: Shops, caplog: pytest.LogCaptureFixture
) -> None:
    broken = booked(shops.midori_staff, willing(shops.midori), soon(1), remind_hours=24)
    Store.objects.filter(pk=shops.midori.pk).update(time_zone="No/Such")
    later = booked(shops.sakura_staff, willing(shops.sakura), soon(1), remind_hours=24)
    assert reminded() == 1
    assert [slug for slug, *_rest in messages()] == ["sakura-auto"]
    assert [record.getMessage() for record in caplog.records] == [f"no reminder of appointment {broken.pk}"]
    assert later.pk
