"""The count of a body on the domestic routes of Japan, and its parts by carrier."""

from dataclasses import dataclass
from functools import partial

from messaging.text.blanks import plain_newlines, trimmed
from messaging.text.carriers import LONGEST, ONE_PART, ROOM, CarrierParts, carrier_parts
from messaging.text.packing import cuts_a_pair, parts_filled, utf16_units


@dataclass(frozen=True, slots=True)
class Count:
    """Characters of a body as a domestic route counts them, and its parts; no parts over 660."""

    characters: int
    parts: CarrierParts | None

    @property
    def over(self) -> bool:
        """Whether the body passes the 660 that every route ends at (a store may stop earlier)."""
        return self.parts is None


# A bulk send counts a million texts, and there are only so many answers.
_COUNTS = tuple(Count(characters, carrier_parts(characters)) for characters in range(LONGEST + 1))


def domestic_count(text: str, *, newline_weight: int = 1) -> Count:
    """Count a body after trimming it, each newline (CR LF, CR or LF) as `newline_weight` characters.

    Half and full width count one; outside the BMP a character counts two, its UTF-16 units, and is
    not split over parts. Marks are counted as they stand: `composed_kana` comes first.
    Raises ValueError for a weight under 1.
    """
    if newline_weight < 1:
        raise ValueError(f"a newline counts at least one character, not {newline_weight}")
    body = trimmed(plain_newlines(text))
    if newline_weight > 1:
        body = body.replace("\n", "\n" * newline_weight)
    units = utf16_units(body)
    characters = len(units) // 2
    if characters > LONGEST:
        return Count(characters, None)
    if characters > ONE_PART and characters != len(body):
        return Count(characters, _parts_with_pairs(units))
    return _COUNTS[characters]


def _parts_with_pairs(units: bytes) -> CarrierParts:
    return CarrierParts(
        **{
            carrier.value: parts_filled(
                len(units) // 2,
                single=ONE_PART,
                room=room,
                cuts=partial(cuts_a_pair, units),
            )
            for carrier, room in ROOM.items()
        }
    )
