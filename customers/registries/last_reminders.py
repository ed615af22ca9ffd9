"""What the app that sends knows of the last message to a number: shown beside what falls due.

It fills this place when it starts (AppConfig.ready); without it nothing is shown.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from accounts.models import Actor


@dataclass(frozen=True, slots=True)
class LastReminder:
    """`word`, `tone` and `icon` as templates/parts/state.html takes them."""

    at: datetime
    word: str | Promise
    tone: str
    icon: str


# (actor, phones) > {phone: the last message}. One query, however many phones; nothing to whom may not see messages.
Source = Callable[[Actor, Collection[str]], Mapping[str, LastReminder]]

_sources: list[Source] = []


def add_source(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def last_reminders(actor: Actor, phones: Collection[str]) -> dict[str, LastReminder]:
    """By phone (E.164), of several sources the newest."""
    newest: dict[str, LastReminder] = {}
    for source in _sources:
        for phone, reminder in source(actor, phones).items():
            if phone not in newest or newest[phone].at < reminder.at:
                newest[phone] = reminder
    return newest
