"""Pasted numbers: each line with its own verdict, so that the good ones can go and nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from accounts.models import Store
from customers.phone import LinePhone, PhoneRefused, Refusal, phone_in_line
from messaging.domain.judge import Asked, judge
from messaging.models import Purpose, Reason
from messaging.text import plain_newlines

MOST_LINES = 1000
MOST_CHARACTERS = 500_000


class PasteTooBig(ValueError):
    """Nothing was read."""


class TooManyCharacters(PasteTooBig):
    """More than MOST_CHARACTERS characters. Nothing was read."""

    def __init__(self, characters: int) -> None:
        super().__init__(f"{characters} characters")
        self.characters = characters


class TooManyLines(PasteTooBig):
    """More than MOST_LINES lines with something in them. Nothing was read."""

    def __init__(self, lines: int) -> None:
        super().__init__(f"{lines} lines")
        self.lines = lines


class Fate(StrEnum):
    """What becomes of one line."""

    GOES = "goes"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line. `number` counts from 1 with blank lines, as an editor or a spreadsheet does."""

    number: int
    typed: str
    read: LinePhone | None = None
    refusal: Refusal | None = None
    # The number of the first line with the same telephone number.
    same_as: int | None = None
    # Why the number may not be texted, however well it is written.
    withheld: Reason | None = None

    @property
    def fate(self) -> Fate:
        if self.refusal is not None:
            return Fate.REFUSED
        if self.same_as is not None:
            return Fate.DUPLICATE
        return Fate.GOES if self.withheld is None else Fate.HELD_BACK

    @property
    def phone(self) -> str:
        """E.164; empty where none could be read."""
        return self.read.phone.e164 if self.read else ""

    @property
    def name(self) -> str:
        return self.read.name if self.read else ""

    @property
    def needs_attention(self) -> bool:
        return self.fate in {Fate.REFUSED, Fate.HELD_BACK}


@dataclass(frozen=True, slots=True)
class Totals:
    """The lines of a paste by what becomes of them; `lines` is the sum of the others."""

    lines: int
    goes: int
    duplicates: int
    refused: int
    held_back: int

    @property
    def attention(self) -> int:
        return self.refused + self.held_back


def filled_lines(pasted: str) -> list[tuple[int, str]]:
    """The lines with something in them, and their numbers from 1. Only a newline ends a line."""
    lines = enumerate(plain_newlines(pasted).split("\n"), start=1)
    return [(number, line) for number, line in lines if line.strip()]


def pasted_lines(
    *, pasted: str, store: Store, purpose: Purpose, numbers: Sequence[int] = ()
) -> list[PastedLine]:
    """Every line that is not blank, judged. One query, however many lines. Raises PasteTooBig.

    numbers: what the lines were called in the paste they are left of; only where there is one for each.
    """
    if len(pasted) > MOST_CHARACTERS:
        raise TooManyCharacters(len(pasted))
    filled = filled_lines(pasted)
    if len(filled) > MOST_LINES:
        raise TooManyLines(len(filled))
    if len(numbers) == len(filled):
        filled = [(number, line) for number, (_, line) in zip(numbers, filled, strict=True)]
    first_with: dict[str, int] = {}
    lines = [_line(number, typed, store.allowed_countries, first_with) for number, typed in filled]
    asked = [Asked(phone, purpose) for phone in first_with]
    verdicts = dict(zip(first_with, judge(store=store, asked=asked), strict=True))
    return [_judged(line, verdicts) for line in lines]


def totals_of(lines: Sequence[PastedLine]) -> Totals:
    fates = [line.fate for line in lines]
    return Totals(
        lines=len(fates),
        goes=fates.count(Fate.GOES),
        duplicates=fates.count(Fate.DUPLICATE),
        refused=fates.count(Fate.REFUSED),
        held_back=fates.count(Fate.HELD_BACK),
    )


def _line(number: int, typed: str, countries: Sequence[str], first_with: dict[str, int]) -> PastedLine:
    try:
        read = phone_in_line(typed, countries=countries)
    except PhoneRefused as refused:
        return PastedLine(number, typed, refusal=_refusal(typed, refused.code))
    first = first_with.setdefault(read.phone.e164, number)
    return PastedLine(number, typed, read, same_as=first if first != number else None)


def _refusal(typed: str, code: Refusal) -> Refusal:
    """Where there is no digit at all, the digits are not what somebody should check."""
    has_digits = any(character.isdecimal() for character in typed)
    return Refusal.EMPTY if code is Refusal.INVALID and not has_digits else code


def _judged(line: PastedLine, verdicts: dict[str, Reason | None]) -> PastedLine:
    if line.read is None or line.same_as is not None:
        return line
    return replace(line, withheld=verdicts[line.phone])
