"""The results by which a shop looks through its history: each a few states."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models import Reason, State


class StateGroup(models.TextChoices):
    WAITING = "waiting", _("waiting or being sent")
    LINE_DOWN = "line_down", _("waiting for the line")
    SENT = "sent", _("sent (all that left)")
    UNCONFIRMED = "unconfirmed", _("sent, arrival not confirmed")
    DELIVERED = "delivered", _("delivered")
    NOT_ARRIVED = "not_arrived", _("did not arrive (all)")
    UNDELIVERED = "undelivered", _("not delivered by the carrier")
    FAILED = "failed", _("could not be sent")
    CLOSED = "closed", _("closed by staff")
    UNCLEAR = "unclear", _("unclear")
    HELD_BACK = "held_back", _("held back")
    CANCELLED = "cancelled", _("cancelled")


STATES: Mapping[StateGroup, tuple[State, ...]] = {
    StateGroup.WAITING: (State.PLANNED, State.SCHEDULED, State.CLAIMED, State.SUBMITTING),
    StateGroup.LINE_DOWN: (State.SCHEDULED,),
    StateGroup.SENT: (State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.EXPIRED),
    StateGroup.UNCONFIRMED: (State.ACCEPTED, State.EXPIRED),
    StateGroup.DELIVERED: (State.DELIVERED,),
    StateGroup.NOT_ARRIVED: (State.UNDELIVERED, State.FAILED),
    StateGroup.UNDELIVERED: (State.UNDELIVERED,),
    StateGroup.FAILED: (State.FAILED,),
    StateGroup.CLOSED: (State.FAILED,),
    StateGroup.UNCLEAR: (State.UNKNOWN,),
    StateGroup.HELD_BACK: (State.WITHHELD,),
    StateGroup.CANCELLED: (State.CANCELLED,),
}

# Groups of which only messages with one of these reasons are meant.
REASONS: Mapping[StateGroup, tuple[Reason, ...]] = {
    StateGroup.LINE_DOWN: (Reason.GATEWAY_UNREACHABLE, Reason.GATEWAY_CREDENTIALS),
    StateGroup.CLOSED: (Reason.BY_PERSON,),
}

# Groups of which messages with one of these reasons are not meant.
OTHER_REASONS: Mapping[StateGroup, tuple[Reason, ...]] = {StateGroup.FAILED: (Reason.BY_PERSON,)}


def group_of(state: str, reason: str) -> StateGroup:
    """The narrowest group: the one to look for messages that stand like this one."""
    meant = [
        group
        for group, states in STATES.items()
        if state in states
        and (group not in REASONS or reason in REASONS[group])
        and reason not in OTHER_REASONS.get(group, ())
    ]
    return min(meant, key=lambda group: (group not in REASONS, len(STATES[group])))
