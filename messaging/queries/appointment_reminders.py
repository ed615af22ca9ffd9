"""What became of an appointment's automatic reminders."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership
from customers.models import Appointment
from messaging.models import AppointmentReminder
from messaging.queries.access_history import messages_to_view
from messaging.queries.results import Result, result_of


@dataclass(frozen=True, slots=True)
class SentReminder:
    """`starts_at`: the time of which it reminded, which may be another by now."""

    message_id: int
    created_at: datetime
    starts_at: datetime
    result: Result


def reminders_of(membership: Membership, appointment: Appointment, *, most: int = 5) -> list[SentReminder]:
    """The newest first. Raises PermissionDenied. Two queries."""
    reminders = AppointmentReminder.objects.filter(appointment=appointment, dispatch__isnull=False)
    starts = dict(reminders.order_by("-id").values_list("dispatch_id", "starts_at")[:most])
    messages = (
        messages_to_view(membership)
        .filter(text__store_id=membership.store_id, text__dispatch_id__in=starts)
        .order_by("-id")
    )
    return [
        SentReminder(message.pk, message.created_at, starts[message.dispatch_id], result_of(message))
        for message in messages
    ]
