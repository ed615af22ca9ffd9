"""When a text with a link was given to the provider: evidence of what a hit is. The app that sends knows it.

It fills this place when it starts (AppConfig.ready); without it time says nothing.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

# (ids that links keep as `recipient`, of any stores) > by id, when it was handed over; what is not known is missing.
# One query, however many.
Source = Callable[[Collection[int]], Mapping[int, datetime]]

_sources: list[Source] = []


def add_source(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def hand_overs(recipients: Collection[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for source in _sources if recipients else ():
        found |= source(recipients)
    return found
