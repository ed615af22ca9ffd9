"""What a body weighs and which of its characters are trouble: plain text in, frozen dataclasses out.

No Django, no settings, no other app. The browser's half is static/js/parts.js; both are held to
tests/data/parts.json and to each other (docs/text.md).
"""

from messaging.text.blanks import plain_newlines, trimmed
from messaging.text.carriers import (
    LONGEST,
    ONE_PART,
    Carrier,
    CarrierParts,
    carrier_parts,
    last_lengths,
)
from messaging.text.characters import CharacterProblem, ProblemCode, character_problems
from messaging.text.domestic import Count, domestic_count
from messaging.text.international import Encoding, InternationalCount, international_count
from messaging.text.kana import composed_kana

__all__ = [
    "LONGEST",
    "ONE_PART",
    "Carrier",
    "CarrierParts",
    "CharacterProblem",
    "Count",
    "Encoding",
    "InternationalCount",
    "ProblemCode",
    "carrier_parts",
    "character_problems",
    "composed_kana",
    "domestic_count",
    "international_count",
    "last_lengths",
    "plain_newlines",
    "trimmed",
]
