"""Appointments: what is refused, what is written down, who is told."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.appointments.save_appointment import cancel_appointment, save_appointment, set_status
from customers.domain.appointments.starts import NoSuchTime, moment_of
from customers.models import Appointment
from customers.queries.appointments.calendar import appointments_of, calendar, clashing
from customers.signals import appointment_changed
from tests.customers.appointments.booked import booked
from tests.customers.due.dates import asset_due, due_kind
from tests.customers.entered import entered
from tests.shops import Shops

AT = datetime(2027, 3, 15, 1, 30, tzinfo=UTC)


def audited() -> list[tuple[str, dict[str, Any]]]:
    with platform_scope("a look at everything"):
        found = AuditEntry.objects.filter(action__startswith="appointment.").order_by("id")
        return list(found.values_list("action", "details"))


@pytest.mark.django_db
def test_an_appointment_is_made_changed_and_cancelled_with_an_audit_line_and_a_signal_each(
    shops: Shops,
) -> None:
    told: list[tuple[int, int]] = []

    def listen(sender: Any, store_id: int, appointment_id: int, **_: Any) -> None:
        told.append((store_id, appointment_id))

    appointment_changed.connect(listen)
    try:
        actor, customer = shops.sakura_staff, entered(shops.sakura)
        made = booked(actor, customer, AT, title="車検の相談", minutes=30, remind_hours=24, staff=actor)
        with store_scope(shops.sakura.pk):
            save_appointment(actor=actor, appointment=made, customer=customer, values={"title": "車検の相談"})
            moved = save_appointment(
                actor=actor,
                appointment=made,
                customer=customer,
                values={"starts_at": AT + timedelta(hours=1), "place": "本店"},
            )
            assert cancel_appointment(actor=actor, appointment=moved) is True
            assert cancel_appointment(actor=actor, appointment=moved) is False
            kept = Appointment.objects.get()
    finally:
        appointment_changed.disconnect(listen)
    assert (kept.title, kept.place, kept.minutes, kept.remind_hours, kept.starts_at, kept.status) == (
        "車検の相談", "本店", 30, 24, AT + timedelta(hours=1), "cancelled",
    )  # fmt: skip
    assert audited() == [
        ("appointment.made", {}),
        ("appointment.changed", {"fields": ["starts_at", "place"]}),
        ("appointment.cancelled", {}),
    ]
    assert told == [(shops.sakura.pk, made.pk)] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"meeting_url": "http://meet.example/1"}, ["meeting_url"]),
        ({"meeting_url": "javascript:alert(1)"}, ["meeting_url"]),
        ({"meeting_url": "https://"}, ["meeting_url"]),
        ({"minutes": 4}, ["minutes"]),
        ({"minutes": 1441}, ["minutes"]),
        ({"remind_hours": 0}, ["remind_hours"]),
        ({"remind_hours": 337}, ["remind_hours"]),
        ({"starts_at": datetime(1999, 1, 1, tzinfo=UTC)}, ["starts_at"]),
        ({"starts_at": datetime(2190, 1, 1, tzinfo=UTC)}, ["starts_at"]),
        ({"title": "あ" * 101, "place": "い" * 201}, ["place", "title"]),
        ({"status": "odd"}, ["status"]),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_made(
    shops: Shops, values: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        booked(shops.sakura_staff, entered(shops.sakura), **values)
    assert sorted(refused.value.error_dict) == fields
    with store_scope(shops.sakura.pk):
        assert Appointment.objects.count() == 0
    assert audited() == []


@pytest.mark.django_db
def test_anothers_asset_and_another_stores_staff_are_refused(shops: Shops) -> None:
    customer, other = entered(shops.sakura), entered(shops.sakura, "佐藤")
    asset = asset_due(other, due_kind(shops.sakura), date(2028, 1, 1))
    for values in ({"asset": asset}, {"staff": shops.midori_staff}):
        with pytest.raises(ValidationError) as refused:
            booked(shops.sakura_staff, customer, **values)
        assert list(refused.value.error_dict) == list(values)


@pytest.mark.django_db
def test_who_may_not_change_customers_changes_no_appointment(shops: Shops) -> None:
    actor, customer = shops.sakura_staff, entered(shops.sakura)
    made = booked(actor, customer)
    actor.withheld_permissions = [Permission.CUSTOMERS_EDIT]
    with pytest.raises(PermissionDenied):
        booked(actor, customer)
    with store_scope(shops.sakura.pk):
        with pytest.raises(PermissionDenied):
            set_status(actor=actor, appointment=made, status=Appointment.Status.DONE)
        assert Appointment.objects.get().status == "booked"


@pytest.mark.django_db
def test_only_booked_appointments_of_the_same_staff_at_the_same_time_clash(shops: Shops) -> None:
    actor, customer = shops.sakura_staff, entered(shops.sakura)
    one = booked(actor, customer, AT, minutes=60, staff=actor)
    touching = booked(actor, customer, AT + timedelta(minutes=60), minutes=30, staff=actor)
    before = booked(actor, customer, AT - timedelta(minutes=1380), minutes=1440, staff=actor)
    inside = booked(actor, customer, AT + timedelta(minutes=10), minutes=5, staff=actor)
    booked(actor, customer, AT, staff=shops.sakura_manager)
    booked(actor, customer, AT)
    gone = booked(actor, customer, AT, staff=actor)
    with store_scope(shops.sakura.pk):
        cancel_appointment(actor=actor, appointment=gone)
        assert [other.pk for other in clashing(actor, one)] == [before.pk, inside.pk]
        assert [other.pk for other in clashing(actor, touching)] == []
        assert clashing(actor, Appointment.objects.get(pk=gone.pk)) == []
        shown = calendar(actor, AT.astimezone(shops.sakura.zone).date(), days=1)
        overlapping = {slot.appointment.pk for slot in shown.days[0].slots if slot.overlaps}
        assert overlapping == {one.pk, inside.pk}


@pytest.mark.django_db
def test_a_customers_appointments_are_those_ahead_and_those_that_were(shops: Shops) -> None:
    actor, customer, now = shops.sakura_staff, entered(shops.sakura), timezone.now()
    hours = {name: now + timedelta(hours=n) for name, n in (("past", -50), ("soon", 1), ("later", 99))}
    made = {name: booked(actor, customer, at) for name, at in hours.items()}
    made["under way"] = booked(actor, customer, now - timedelta(minutes=10), minutes=60)
    made["gone"] = booked(actor, customer, now + timedelta(hours=5))
    booked(actor, entered(shops.sakura, "佐藤"), now)
    with store_scope(shops.sakura.pk):
        cancel_appointment(actor=actor, appointment=made["gone"])
        found = appointments_of(actor, customer)
    names = {row.pk: name for name, row in made.items()}
    assert [names[slot.appointment.pk] for slot in found.ahead] == ["under way", "soon", "later"]
    assert [names[slot.appointment.pk] for slot in found.past] == ["gone", "past"]


def test_a_time_that_no_clock_shows_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    new_york = ZoneInfo("America/New_York")
    with pytest.raises(NoSuchTime):
        moment_of(date(2027, 3, 14), time(2, 30), new_york)
    assert moment_of(date(2027, 3, 14), time(3, 0), new_york).astimezone(UTC) == datetime(
        2027, 3, 14, 7, 0, tzinfo=UTC
    )
    assert moment_of(date(2027, 11, 7), time(1, 30), new_york).astimezone(UTC) == datetime(
        2027, 11, 7, 5, 30, tzinfo=UTC
    )


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(),
    st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe"]),
)
def test_every_other_time_is_the_one_that_the_zones_clock_shows(day: date, at: time, zone: str) -> None:
    try:
        moment = moment_of(day, at, ZoneInfo(zone))
    except NoSuchTime:
        assert zone != "Asia/Tokyo"
    else:
        shown = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.time()) == (day, at)
