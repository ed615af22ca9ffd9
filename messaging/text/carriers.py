"""How many parts each Japanese carrier makes of a body of so many characters.

Source: the rule that SMSLINK and NTT Com publish alike for the domestic routes. SoftBank bills one
part whatever the length. docomo makes the most parts, so it is the one to budget with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from types import MappingProxyType

# The longest body any screen or route of ours takes, though au and Rakuten would take 670.
LONGEST = 660
ONE_PART = 70


class Carrier(StrEnum):
    DOCOMO = "docomo"
    AU = "au"
    RAKUTEN = "rakuten"
    SOFTBANK = "softbank"


# Characters in each part of a body that does not fit one part.
ROOM: Mapping[Carrier, int] = MappingProxyType(
    {Carrier.DOCOMO: 66, Carrier.AU: 67, Carrier.RAKUTEN: 67, Carrier.SOFTBANK: LONGEST}
)


@dataclass(frozen=True, slots=True)
class CarrierParts:
    """Billed parts of one body on each carrier."""

    docomo: int
    au: int
    rakuten: int
    softbank: int

    def of(self, carrier: Carrier) -> int:
        parts: int = getattr(self, carrier.value)
        return parts


def carrier_parts(count: int) -> CarrierParts | None:
    """Parts of a body of `count` characters, all of the Basic Multilingual Plane; None over 660.

    An empty body is one part: that is what a carrier would bill, and no screen lets it out.
    """
    if count > LONGEST:
        return None
    if count <= ONE_PART:
        return CarrierParts(docomo=1, au=1, rakuten=1, softbank=1)
    return CarrierParts(**{carrier.value: ceil(count / room) for carrier, room in ROOM.items()})


def last_lengths(carrier: Carrier) -> tuple[int, ...]:
    """The longest body that still fits 1, 2, 3... parts on this carrier, the last one being 660."""
    room = ROOM[carrier]
    if room >= LONGEST:
        return (LONGEST,)
    most = ceil(LONGEST / room)
    return (ONE_PART, *(min(parts * room, LONGEST) for parts in range(2, most + 1)))
