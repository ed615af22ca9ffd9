"""Appointments for programs: the newest made first, narrowed, page after page by id."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from customers.models import Appointment
from customers.queries.access_appointments import appointments_to_view
from customers.queries.appointments.calendar import in_period


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """`newer` and `older`: ids to page from, None at either end."""

    rows: list[Appointment]
    newer: int | None
    older: int | None


def appointment_page(
    actor: Actor,
    *,
    since: datetime | None,
    until: datetime | None,
    customer_id: int | None,
    size: int,
    below: int | None,
    above: int | None,
) -> AppointmentPage:
    """Those that start from `since` on and before `until`. Raises PermissionDenied. Two queries."""
    found = in_period(actor, since=since, until=until, customer_id=customer_id)

    def ids_next_to(most: int) -> list[int]:
        if above is not None:
            nearest = found.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:most]
            return sorted(nearest, reverse=True)
        older = found if below is None else found.filter(pk__lt=below)
        return list(older.order_by("-pk").values_list("pk", flat=True)[:most])

    keys = keys_of_page(ids_next_to, size=size, below=below, above=above)
    rows = list(appointments_to_view(actor).filter(pk__in=keys.ids).order_by("-pk"))
    return AppointmentPage(rows, keys.newer, keys.older)
