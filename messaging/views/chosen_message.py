"""What the lower half of the history shows of the chosen message."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from messaging.domain.cancel import can_be_cancelled
from messaging.models import SETTLED, Message, State
from messaging.queries.message_story import MessageStory, story_of


@dataclass(frozen=True, slots=True)
class ChosenMessage:
    """`cancel_obstacle`: why it cannot be taken back; empty where it can. `again`: writing once more makes sense."""

    story: MessageStory
    cancel_obstacle: str
    again: bool


def chosen_message(membership: Membership, message: Message) -> ChosenMessage:
    story = story_of(message, membership)
    return ChosenMessage(
        story=story,
        cancel_obstacle=_cancel_obstacle(membership, message),
        again=bool(story.row.result.resend and story.row.customer_id)
        and membership.may(Permission.MESSAGES_SEND),
    )


def _cancel_obstacle(membership: Membership, message: Message) -> str:
    if not membership.may(Permission.MESSAGES_SEND):
        return _("You do not have the permission to cancel messages.")
    if can_be_cancelled(message):
        return ""
    if message.state == State.CANCELLED:
        return _("It has been cancelled already.")
    if message.state in SETTLED and message.accepted_at is None and message.state != State.UNKNOWN:
        return _("It was not sent, so there is nothing to take back.")
    return _("It has left already and cannot be taken back.")
