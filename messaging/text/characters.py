"""Characters that a route may refuse or a handset may show as something else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from types import MappingProxyType
from unicodedata import category


class ProblemCode(StrEnum):
    """The first that fits a character is its problem; each character has at most one.

    OUTSIDE_BMP: emoji and rare kanji; SMSLINK refuses them, elsewhere they count two.
    UNPAIRED_SURROGATE: half a character; it can be neither stored nor sent.
    CONTROL_CHARACTER: category Cc but for tab, LF and CR.
    PRIVATE_USE: gaiji and old carriers' pictograms; nobody else's handset has them.
    NOT_SHIFT_JIS: CP932 has no such character; routes that carry Shift_JIS (au) would show another.
    """

    OUTSIDE_BMP = "outside_bmp"
    UNPAIRED_SURROGATE = "unpaired_surrogate"
    CONTROL_CHARACTER = "control_character"
    PRIVATE_USE = "private_use"
    NOT_SHIFT_JIS = "not_shift_jis"


@dataclass(frozen=True, slots=True)
class CharacterProblem:
    """One character of a text, its place (0-based, in code points), and a safe one to put instead."""

    code: ProblemCode
    position: int
    character: str
    replacement: str | None

    @property
    def label(self) -> str:
        """The character for a screen: itself, or its code point where there is nothing to see."""
        return self.codepoint if category(self.character)[0] in "CMZ" else self.character

    @property
    def codepoint(self) -> str:
        return f"U+{ord(self.character):04X}"


# Same look, another code point: what a Mac, a web page or a word processor puts in a text, and the
# one that Windows and CP932 have. 〜 and ～ are the famous pair.
REPLACEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "〜": "～",
        "‖": "∥",
        "−": "－",
        "—": "―",
        "–": "－",
        "¢": "￠",
        "£": "￡",
        "¬": "￢",
        "¥": "￥",
        "¦": "￤",
        "•": "・",
        "·": "・",
        "\u00a0": " ",
    }
)

_CATEGORY_CODES = {
    "Cs": ProblemCode.UNPAIRED_SURROGATE,
    "Cc": ProblemCode.CONTROL_CHARACTER,
    "Co": ProblemCode.PRIVATE_USE,
}


def character_problems(text: str) -> list[CharacterProblem]:
    """The characters of the text that ask for attention, in their order; none for most texts."""
    return [_problem(found[0], found.start()) for found in _questionable().finditer(text)]


def _problem(character: str, position: int) -> CharacterProblem:
    if character > "\uffff":
        code = ProblemCode.OUTSIDE_BMP
    else:
        code = _CATEGORY_CODES.get(category(character), ProblemCode.NOT_SHIFT_JIS)
    return CharacterProblem(code, position, character, REPLACEMENTS.get(character))


@cache
def _questionable() -> re.Pattern[str]:
    sound = {character for character in _cp932() if category(character) not in _CATEGORY_CODES}
    return re.compile(f"[^\\t\\n\\r{_ranges(map(ord, sound))}]")


def _cp932() -> set[str]:
    """What CP932's bytes stand for.

    Python's own encoder is no test: it takes 〜 U+301C and others that Windows and Java do not.
    """
    # A newline is no second byte, so the decoder is in step again after each wrong pair.
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFD) for trail in range(0x40, 0xFD))
    singles = bytes((*range(0x20, 0x7F), *range(0xA1, 0xE0)))
    decoded = b"\n".join((singles, *pairs)).decode("cp932", "replace")
    return set(decoded) - {"\ufffd", "\n"}


def _ranges(points: Iterable[int]) -> str:
    """The code points as the inside of a character class."""
    runs = groupby(enumerate(sorted(points)), key=lambda numbered: numbered[1] - numbered[0])
    spans = ([point for _, point in run] for _, run in runs)
    return "".join(f"\\u{span[0]:04x}-\\u{span[-1]:04x}" for span in spans)
