"""How many messages of a send stand alike, as its pages show it."""

from dataclasses import dataclass

from accounts.models import Membership, Permission
from messaging.models import Dispatch
from messaging.queries.dispatches import Standing
from messaging.queries.results import Result, result_of
from messaging.queries.shown_today import history_url
from messaging.queries.state_groups import group_of


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """How many stand alike; `url`: they alone in the history, empty for who may not see it."""

    result: Result
    messages: int
    url: str


def shown_group(membership: Membership, dispatch: Dispatch, standing: Standing) -> ShownGroup:
    message, url = standing.example, ""
    if membership.may(Permission.MESSAGES_VIEW):
        group = group_of(message.state, message.reason)
        url = history_url(membership.store, dispatch=str(dispatch.pk), state=group.value)
    return ShownGroup(result_of(message), standing.messages, url)
