"""Appointments, as tests make them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.domain.appointments.save_appointment import save_appointment
from customers.models import Appointment, Customer


def booked(
    actor: Membership, customer: Customer, starts_at: datetime | None = None, **values: Any
) -> Appointment:
    """As the page makes it; tomorrow unless a time is given."""
    at = starts_at or timezone.now() + timedelta(days=1)
    with store_scope(actor.store_id):
        return save_appointment(
            actor=actor,
            appointment=None,
            customer=customer,
            values={"starts_at": at, **values},  # type: ignore[typeddict-item]
        )
