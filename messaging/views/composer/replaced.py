"""The scheduled send that a composer's form takes the place of, for as long as the form names it."""

from dataclasses import dataclass

from accounts.models import Membership
from accounts.web.addresses import id_in
from messaging.forms.notice_form import NoticeForm
from messaging.models import Dispatch, State, origins_of
from messaging.queries.access import dispatch_to_cancel
from messaging.queries.dispatches import messages_of


@dataclass(frozen=True, slots=True)
class Replaced:
    """`waiting`: how many of its messages are cancelled as the new one is sent."""

    dispatch: Dispatch
    waiting: int


def replaced_in(membership: Membership, form: NoticeForm) -> Replaced | None:
    """None where the form replaces nothing. Raises PermissionDenied; Http404 for another store's dispatch."""
    dispatch_id = id_in(str(form["replaces"].value() or ""))
    if dispatch_id is None:
        return None
    dispatch = dispatch_to_cancel(membership, dispatch_id)
    return Replaced(dispatch, waiting_of(dispatch))


def waiting_of(dispatch: Dispatch) -> int:
    """How many of its messages can be taken back."""
    return messages_of(dispatch).filter(state__in=origins_of(State.CANCELLED)).count()
