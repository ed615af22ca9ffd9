"""The states of a message, and the moves between them (architecture.md, "the life of a message")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "planned", _("planned")  # frozen, not released
    SCHEDULED = "scheduled", _("waiting to be sent")
    CLAIMED = "claimed", _("being sent")  # a worker holds it for the length of its lease
    SUBMITTING = "submitting", _("being sent")  # a request with it may have left
    ACCEPTED = "accepted", _("sent")  # the provider has it
    DELIVERED = "delivered", _("delivered")
    UNDELIVERED = "undelivered", _("not delivered")
    WITHHELD = "withheld", _("held back")  # with a reason; never left
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")  # surely not accepted, and not tried again
    UNKNOWN = "unknown", _("unclear")  # may have been accepted; never resent by itself
    EXPIRED = "expired", _("no answer")  # accepted, but no final receipt ever came


# Every allowed move. Final states have none, but that a late receipt may resolve unknown and expired, and may prove
# that something arrived after all; unknown also goes back to waiting where an authoritative look-up says that it
# never arrived, and has failed where that happened too often.
MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SCHEDULED, State.WITHHELD, State.CANCELLED}),
    # Waiting again after an attempt that was thought lost: word of that attempt may still come (accepted,
    # delivered), and then nothing may be handed over a second time.
    State.SCHEDULED: frozenset(
        {State.CLAIMED, State.WITHHELD, State.CANCELLED, State.ACCEPTED, State.DELIVERED}
    ),
    State.CLAIMED: frozenset(
        {
            State.SUBMITTING,
            State.SCHEDULED,
            State.WITHHELD,
            State.CANCELLED,
            State.ACCEPTED,
            State.DELIVERED,
        }
    ),
    State.SUBMITTING: frozenset(
        {
            State.ACCEPTED,
            State.SCHEDULED,
            State.FAILED,
            State.UNKNOWN,
            # A receipt may overtake the answer to the request.
            State.DELIVERED,
            State.UNDELIVERED,
        }
    ),
    State.ACCEPTED: frozenset({State.DELIVERED, State.UNDELIVERED, State.EXPIRED}),
    State.UNKNOWN: frozenset(
        {State.ACCEPTED, State.SCHEDULED, State.FAILED, State.DELIVERED, State.UNDELIVERED}
    ),
    State.EXPIRED: frozenset({State.DELIVERED, State.UNDELIVERED}),
    State.DELIVERED: frozenset(),
    State.UNDELIVERED: frozenset(),
    # Nothing of these has arrived, as far as we know; a carrier who says "delivered" knows better.
    State.WITHHELD: frozenset({State.DELIVERED}),
    State.CANCELLED: frozenset({State.DELIVERED}),
    State.FAILED: frozenset({State.DELIVERED}),
}

# Under way: something is still expected.
OPEN = (State.PLANNED, State.SCHEDULED, State.CLAIMED, State.SUBMITTING, State.ACCEPTED)
# Every end but the good one.
ENDINGS = (
    State.UNDELIVERED,
    State.WITHHELD,
    State.CANCELLED,
    State.FAILED,
    State.UNKNOWN,
    State.EXPIRED,
)

# Nothing more is expected to happen by itself: a page that shows only these need not ask again.
SETTLED = frozenset({State.DELIVERED, *ENDINGS})


def origins_of(target: State) -> list[str]:
    """The states a message may come from: the guard of every update that moves one."""
    return [origin.value for origin, targets in MOVES.items() if target in targets]
