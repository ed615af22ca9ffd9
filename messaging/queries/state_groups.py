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
    StateGroup.UNCLEAR: (State.UNKNOWN,),
    StateGroup.HELD_BACK: (State.WITHHELD,),
    StateGroup.CANCELLED: (State.CANCELLED,),
}

# Groups of which only messages with one of these reasons are meant.
REASONS: Mapping[StateGroup, tuple[Reason, ...]] = {
    StateGroup.LINE_DOWN: (Reason.GATEWAY_UNREACHABLE, Reason.GATEWAY_CREDENTIALS),
}
