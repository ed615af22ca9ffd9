"""Whose links these are: the app that sends knows the people and the sends behind the ids that links keep.

It fills this place when it starts (AppConfig.ready); without it links have no names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Actor


@dataclass(frozen=True, slots=True)
class LinkRecipient:
    """`phone` as people read it; `name` empty for somebody who has none, or whom the actor may not see.

    url: where the message is shown. customer_url: of the person's own page; empty for nobody on record.
    """

    name: str
    phone: str
    url: str
    customer_url: str = ""


@dataclass(frozen=True, slots=True)
class LinkSend:
    """`subject` is internal; `at`: when it went, or goes. url: where the send is shown."""

    subject: str
    at: datetime
    url: str


# (actor, ids that links keep as `recipient`) > by id; what is gone is missing. A constant number of queries.
Recipients = Callable[[Actor, Collection[int]], Mapping[int, LinkRecipient]]
# The same for what they keep as `origin`.
Sends = Callable[[Actor, Collection[int]], Mapping[int, LinkSend]]

_sources: list[tuple[Recipients, Sends]] = []


def add_source(recipients: Recipients, sends: Sends) -> None:
    if (recipients, sends) not in _sources:
        _sources.append((recipients, sends))


def link_recipients(actor: Actor, ids: Collection[int]) -> dict[int, LinkRecipient]:
    found: dict[int, LinkRecipient] = {}
    for recipients, _sends in _sources:
        found |= recipients(actor, ids)
    return found


def link_sends(actor: Actor, ids: Collection[int]) -> dict[int, LinkSend]:
    found: dict[int, LinkSend] = {}
    for _recipients, sends in _sources:
        found |= sends(actor, ids)
    return found
