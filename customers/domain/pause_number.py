"""No messages to a number for a while: what its owner asked for on the opt-out page."""

from datetime import datetime, timedelta

from django.db import transaction

from customers.domain.consents.chain import locked_chain
from customers.domain.standing_stops import audit_stop, end_pause, kept, standing_row, tell_stop
from customers.models import Suppression

# Who asks again within so short a time has pressed twice, or opened the page again: the first word stands.
_SAME_WORD = timedelta(days=1)


@transaction.atomic
def pause_number(*, phone: str, ends_at: datetime) -> Suppression:
    """The stop or pause of all messages that is in force for this number (E.164) in the store in scope afterwards.

    A stop is stronger and stays as it is. A pause that would end more than a day earlier is made longer, never shorter.
    Consents stay as they are: they count again when the pause is over. What would leave before its end is told by
    customers.signals.number_suppressed in the same transaction. Nobody of the store does this: no actor.
    """
    # The chain before the row, as suppress_number does.
    locked_chain()
    pause = Suppression(
        phone=phone,
        purpose=Suppression.Purpose.ALL,
        reason=Suppression.Reason.OPT_OUT_PAGE,
        ends_at=ends_at,
    )
    standing = standing_row(pause)
    if standing is not None and standing.is_over:
        end_pause(standing)
        standing = None
    standing = standing or kept(pause)
    if standing is None:
        audit_stop(pause, None)
        tell_stop(pause)
        return pause
    if standing.ends_at is not None and ends_at - standing.ends_at > _SAME_WORD:
        standing.ends_at = ends_at
        standing.save(update_fields=["ends_at"])
        audit_stop(standing, None, instead_of="pause")
        tell_stop(standing)
    return standing
