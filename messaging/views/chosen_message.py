"""What the lower half of the history shows of the chosen message."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import Membership, Permission
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.models import Message
from messaging.queries.message_rows import person_shown
from messaging.queries.message_story import MessageStory, story_of
from messaging.queries.replacements import Prepared, line_of
from messaging.queries.unclear import is_still_asked
from messaging.views.taking_back import cancel_obstacle


@dataclass(frozen=True, slots=True)
class ChosenMessage:
    """`cancel_obstacle`: why it cannot be taken back; empty where it can.

    advice: what to do. is_asked: it is unclear, and the provider is still asked by itself.
    line: what was prepared in its place, or it in the place of; empty where nothing was.
    again_url: a composer with this text and number in it; empty where writing once more makes no sense.
    """

    story: MessageStory
    cancel_obstacle: str
    again_url: str
    advice: str | Promise
    is_asked: bool
    line: list[Prepared]


def chosen_message(membership: Membership, message: Message) -> ChosenMessage:
    story = story_of(message, membership)
    return ChosenMessage(
        story=story,
        cancel_obstacle=cancel_obstacle(membership, message),
        again_url=again_url(membership, message) if story.row.result.resend else "",
        advice=story.row.result.advice_for(story.row.customer_id),
        is_asked=is_still_asked(message, asked_for=UNCLEAR_ASKED_FOR),
        line=line_of(message.dispatch),
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
