"""What the lower half of the history shows of the chosen message."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from messaging.domain.cancel import can_be_cancelled
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.models import SETTLED, Message, State
from messaging.queries.message_rows import person_shown
from messaging.queries.message_story import MessageStory, story_of
from messaging.queries.unclear import is_still_asked


@dataclass(frozen=True, slots=True)
class ChosenMessage:
    """`cancel_obstacle`: why it cannot be taken back; empty where it can.

    advice: what to do. is_asked: it is unclear, and the provider is still asked by itself.
    again_url: a composer with this text and number in it; empty where writing once more makes no sense.
    """

    story: MessageStory
    cancel_obstacle: str
    again_url: str
    advice: str | Promise
    is_asked: bool


def chosen_message(membership: Membership, message: Message) -> ChosenMessage:
    story = story_of(message, membership)
    return ChosenMessage(
        story=story,
        cancel_obstacle=_cancel_obstacle(membership, message),
        again_url=again_url(membership, message) if story.row.result.resend else "",
        advice=story.row.result.advice_for(story.row.customer_id),
        is_asked=is_still_asked(message, asked_for=UNCLEAR_ASKED_FOR),
    )


def again_url(membership: Membership, message: Message) -> str:
    """The composer of the customer, or quick send for a number that is nobody's; empty for who may not send."""
    if not (membership.may(Permission.MESSAGES_SEND) and membership.may(Permission.MESSAGES_VIEW)):
        return ""
    _, customer_id = person_shown(message, membership)
    slug = membership.store.slug
    composer = (
        reverse("send:customer", args=[slug, customer_id])
        if customer_id
        else reverse("send:quick", args=[slug])
    )
    return f"{composer}?again={message.pk}"


def _cancel_obstacle(membership: Membership, message: Message) -> str:
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
