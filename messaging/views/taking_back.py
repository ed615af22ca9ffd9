"""Taking back what has not left: why it cannot be, and what is said once it was tried."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Permission
from accounts.web.request import StoreRequest
from messaging.domain.cancel import can_be_cancelled, cancel_dispatch
from messaging.models import SETTLED, Dispatch, Message, State


def cancel_obstacle(membership: Membership, message: Message) -> str:
    """Why this person cannot take it back; empty where they can."""
    if not membership.may(Permission.MESSAGES_SEND):
        return _("You do not have the permission to cancel messages.")
    if can_be_cancelled(message):
        return ""
    if message.state == State.CANCELLED:
        return _("It has been cancelled already.")
    if message.state == State.UNKNOWN:
        return _("It may have left already, so it cannot be taken back.")
    if message.state in SETTLED and message.accepted_at is None:
        return _("It was not sent, so there is nothing to take back.")
    return _("It has left already and cannot be taken back.")


def cancel_and_tell(request: StoreRequest, dispatch: Dispatch) -> None:
    """Take back what of it has not left yet, and say how many messages that were."""
    stopped = cancel_dispatch(actor=request.membership, dispatch=dispatch)
    if not stopped:
        messages.warning(request, _("Nothing could be cancelled any more: all of it had left or ended."))
        return
    words = ngettext(
        "%(count)s message was cancelled before it left.",
        "%(count)s messages were cancelled before they left.",
        stopped,
    )
    messages.success(request, words % {"count": f"{stopped:,}"})
