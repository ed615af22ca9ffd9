"""Making, moving and changing an appointment."""

from datetime import datetime, timedelta
from typing import Any, TypedDict
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.models import Appointment, Asset, Customer
from customers.signals import appointment_changed

LONGEST_REMIND_HOURS = 336
_FURTHEST_AHEAD = timedelta(days=5 * 366)
_FIRST_YEAR = 2000
# Made here or by the database, never typed.
_NOT_TYPED = ["store", "customer", "asset", "staff"]


class AppointmentValues(TypedDict, total=False):
    """What is given is set, what is left out stays. starts_at is aware; remind_hours None is no reminder."""

    title: str
    asset: Asset | None
    staff: Membership | None
    status: str
    starts_at: datetime
    minutes: int
    place: str
    meeting_url: str
    meeting_id: str
    passcode: str
    notes: str
    remind_hours: int | None


_NAMES = [f"{name}_id" if name in {"asset", "staff"} else name for name in AppointmentValues.__annotations__]


def save_appointment(
    *, actor: Actor, appointment: Appointment | None, customer: Customer, values: AppointmentValues
) -> Appointment:
    """The appointment as it is now kept; a new one where `appointment` is None. Its customer stays.

    Writes one audit line with the names of the fields that changed, none where nothing did, and tells
    customers.signals.appointment_changed in its own transaction. Another appointment of the same staff at the same
    time is no reason to refuse (queries.appointments.calendar.clashing). Raises PermissionDenied, and
    ValidationError by field.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        record, before = _record(actor, appointment, customer)
        for name, value in values.items():
            setattr(record, name, value)
        _check(record, before)
        changed = [name for name in before if before[name] != getattr(record, name)]
        if appointment is not None and not changed:
            return record
        record.save()
        record_audit(
            actor=actor,
            action="appointment.changed" if appointment is not None else "appointment.made",
            target=record,
            details={"fields": changed} if appointment is not None else {},
        )
        _tell(record)
    return record


def set_status(*, actor: Actor, appointment: Appointment, status: Appointment.Status) -> bool:
    """False where it stands so already. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        moved = (
            Appointment.objects.filter(pk=appointment.pk)
            .exclude(status=status)
            .update(status=status, changed_at=timezone.now())
        )
        if moved:
            appointment.status = status
            record_audit(actor=actor, action=f"appointment.{status}", target=appointment)
            _tell(appointment)
    return bool(moved)


def cancel_appointment(*, actor: Actor, appointment: Appointment) -> bool:
    """False where it was cancelled before. A reminder that waits is taken back. Raises PermissionDenied."""
    return set_status(actor=actor, appointment=appointment, status=Appointment.Status.CANCELLED)


def _tell(record: Appointment) -> None:
    appointment_changed.send(Appointment, store_id=record.store_id, appointment_id=record.pk)


def _record(
    actor: Actor, appointment: Appointment | None, customer: Customer
) -> tuple[Appointment, dict[str, Any]]:
    """The row to write, locked where it is there already, and what it held."""
    if appointment is None:
        return Appointment(store_id=actor.store_id, customer=customer), {}
    record: Appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    return record, {name: getattr(record, name) for name in _NAMES}


def _check(record: Appointment, before: dict[str, Any]) -> None:
    errors: dict[str, Any] = {}
    try:
        record.clean_fields(exclude=_NOT_TYPED)
    except ValidationError as error:
        errors.update(error.error_dict)
    for field, words in _faults(record, before):
        errors.setdefault(field, []).append(ValidationError(words, code="invalid"))
    if errors:
        raise ValidationError(errors)


def _faults(record: Appointment, before: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    if record.asset is not None and record.asset.customer_id != record.customer_id:
        found.append(("asset", _("This belongs to another customer.")))
    if record.staff is not None and record.staff.store_id != record.store_id:
        found.append(("staff", _("This person does not belong to the store.")))
    if record.starts_at is not None and record.starts_at != before.get("starts_at"):
        if record.starts_at > timezone.now() + _FURTHEST_AHEAD:
            found.append(("starts_at", _("Up to five years ahead can be booked.")))
        elif record.starts_at.year < _FIRST_YEAR:
            found.append(("starts_at", _("This day is too long ago.")))
    if isinstance(record.minutes, int) and not 5 <= record.minutes <= 1440:
        found.append(("minutes", _("From 5 minutes to 24 hours (1,440 minutes).")))
    if record.meeting_url and not _is_https(record.meeting_url):
        found.append(("meeting_url", _("The address of the meeting begins with https://.")))
    hours = record.remind_hours
    if isinstance(hours, int) and not 1 <= hours <= LONGEST_REMIND_HOURS:
        found.append(("remind_hours", _("From 1 hour to 14 days (336 hours) before.")))
    return found


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)
