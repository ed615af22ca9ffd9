"""How it stands with an appointment, as a state: colour, icon and word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Appointment
from customers.queries.appointments.calendar import Slot


@dataclass(frozen=True, slots=True)
class SlotState:
    """As templates/parts/state.html takes it."""

    tone: str
    icon: str
    word: str | Promise


_STATES = {
    Appointment.Status.BOOKED: SlotState("info", "calendar-check", pgettext_lazy("appointment", "Booked")),
    Appointment.Status.DONE: SlotState("success", "check-circle-fill", pgettext_lazy("appointment", "Done")),
    Appointment.Status.MISSED: SlotState("warning", "person", pgettext_lazy("appointment", "Did not come")),
    Appointment.Status.CANCELLED: SlotState(
        "neutral", "calendar-x", pgettext_lazy("appointment", "Cancelled")
    ),
}
_PAST = SlotState("warning", "question-circle", _("Over: done?"))


def state_of(slot: Slot) -> SlotState:
    """One that is over but still booked waits for a word."""
    status = Appointment.Status(slot.appointment.status)
    return _PAST if slot.is_past and status is Appointment.Status.BOOKED else _STATES[status]


def shown_slots(slots: Sequence[Slot]) -> list[tuple[Slot, SlotState]]:
    """Each with its state."""
    return [(slot, state_of(slot)) for slot in slots]
