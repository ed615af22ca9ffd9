"""A pasted line taken apart: which part is the number, which the name. Pure.

Lines come from spreadsheets (tabs), CSV (commas) and notes (blanks): "1,佐藤,090 1234 5678,memo",
"０９０－１２３４－５６７８　田中様". A line that could be read in two ways is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from customers.phone.cell import (
    JAPAN,
    Phone,
    PhoneRefused,
    Refusal,
    is_phonish,
    phone_from,
    plain_number,
    visible_text,
)

_MARKS = re.compile(r"[,，、;；/／|｜]")
_BLANKS = re.compile(r"[\s:：]+")
_LETTER = re.compile(r"[^\W\d_]")
# Where a bracket parts letters from digits, a blank is understood: 田中(090-1234-5678)様.
_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=[(（][\d+])|(?<=\d)(?=[(（][^\W\d_])"
    r"|(?<=\d[)）])(?=[^\W\d_])|(?<=[^\W\d_][)）])(?=[\d+])"
)
# Letters of Japanese that touch a number: 09012345678様. Latin ones may be part of a code.
_KANA_KANJI = "[々〆ぁ-ゖァ-ヺー㐀-\u9fff]"
_GLUED = re.compile(rf"({_KANA_KANJI}*)([+＋(（]?\d[-\d()（）.．‐−–—―－]{{8,}}\d)((?:(?!ー){_KANA_KANJI}+)?)")
# A day, maybe with the time of it, that stands alone: 2026/01/02, 2026-01-02 10:30, 2026年1月2日. No number of Japan
# has a slash in it; one with dashes counts as a day only where it is no part of a number.
_DAY = r"(?:19|20)\d\d{0}(?:0?[1-9]|1[0-2]){0}(?:0?[1-9]|[12]\d|3[01])"
_TIME = r"(?:[ T]\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_SLASHED_DAY = re.compile(
    rf"(?<![\w/.-])(?:{_DAY.format('[/／]')}|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日){_TIME}(?![\d/.-])"
)
_DASHED_DAY = re.compile(_DAY.format("[-.]"))
# Anywhere in a line, so stricter than a cell's: 2E10 may be the number of a flat.
_SCIENTIFIC = re.compile(r"(?<![\w.])[0-9](?:\.[0-9]+E\+?|E\+)[0-9]{1,2}(?!\w)", re.IGNORECASE)
# What may stand before a number in the same cell: the number of the row.
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,4}[.)]?")
_TITLE = re.compile(r"\s*(?:様|さま|さん|殿|御中)\Z")
_LABELS = {"tel", "phone", "mobile", "電話", "電話番号", "携帯", "携帯電話", "携帯番号"}
_QUOTES = "\"' 　\t\r\n"
_BRACKETED = re.compile(r"[(（「]([^()（）「」]+)[)）」]")
_MOST_GROUPS = 6
# Characters. The widest row of a spreadsheet has fewer; a longer line costs more than it can be worth.
_LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class LinePhone:
    """`phone` of the line, `typed` the part it was read from, `name` the likeliest name (may be empty)."""

    phone: Phone
    typed: str
    name: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A part of the line: the number read from it, or why it is none."""

    text: str
    phone: Phone | None = None
    refusal: Refusal = Refusal.INVALID


def phone_in_line(line: str, *, countries: Sequence[str] = JAPAN) -> LinePhone:
    """The one mobile number of a line and the name beside it.

    Raises PhoneRefused: TOO_LONG over 1,000 characters, EMPTY for a blank line, DAMAGED for 9.01E+10 anywhere in
    it, SEVERAL for two different mobile numbers, else the reason of the part that looks most like a number. The same
    number twice is one.
    """
    if len(line) > _LONGEST_LINE:
        raise PhoneRefused(Refusal.TOO_LONG)
    text = visible_text(line)
    plain = plain_number(text)
    if not plain:
        raise PhoneRefused(Refusal.EMPTY)
    if _SCIENTIFIC.search(plain):
        raise PhoneRefused(Refusal.DAMAGED)
    cells = [cell for column in text.split("\t") for cell in _cells_of(column, countries)]
    numbers = {cell.phone: cell.text for cell in cells if cell.phone is not None}
    if len(numbers) > 1:
        raise PhoneRefused(Refusal.SEVERAL)
    for phone, typed in numbers.items():
        return LinePhone(phone, typed, _name([cell.text for cell in cells if cell.phone is None]))
    raise PhoneRefused(_likeliest_refusal(cells))


def _cells_of(column: str, countries: Sequence[str]) -> Iterator[_Cell]:
    for part in _MARKS.split(_SLASHED_DAY.sub(" ", column)):
        text = part.strip(_QUOTES)
        whole = _read(text, countries)
        if whole.refusal is Refusal.INVALID and whole.phone is None:
            yield from _words_and_numbers(text, countries)
        elif whole.refusal is not Refusal.EMPTY:
            yield whole


def _words_and_numbers(text: str, countries: Sequence[str]) -> Iterator[_Cell]:
    """Runs of words, each a cell, and runs of tokens that could be a number, divided further."""
    tokens = (token.strip(_QUOTES) for token in _BLANKS.split(_SEAM.sub(" ", text)))
    apart = (piece for token in tokens for piece in _unglued(token, countries))
    words = (token for token in apart if token and token.rstrip(".").lower() not in _LABELS)
    for phonish, run in groupby(words, key=lambda token: is_phonish(plain_number(token))):
        if phonish:
            yield from _numbers(list(run), countries)
        else:
            yield _Cell(" ".join(run))


def _unglued(token: str, countries: Sequence[str]) -> list[str]:
    """The number and the letters that touch it; the token as it is where that is no complete number."""
    found = _GLUED.fullmatch(token)
    if found is None or not plain_number(found[2]).lstrip("(").startswith(("0", "+")):
        return [token]
    return [*found.groups()] if _read(found[2], countries).phone is not None else [token]


def _numbers(tokens: list[str], countries: Sequence[str]) -> list[_Cell]:
    """One number written with blanks; or several complete ones, the row's number before the first.

    Within several, each begins with its 0 or +: "1 901 234 5678" could be of Japan or of America. A day stands for
    itself.
    Whatever else stands beside a number makes the whole invalid.
    """
    whole = _read(" ".join(tokens), countries)
    if whole.phone is not None or whole.refusal is not Refusal.INVALID:
        return [whole]
    found: list[_Cell] = []
    start = 0
    while start < len(tokens):
        complete = _complete_number(tokens[start:], countries)
        if complete is not None:
            cell, length = complete
            found.append(cell)
            start += length
        elif _is_beside_a_number(tokens[start], first=not found):
            start += 1
        else:
            return [whole]
    return found or [whole]


def _is_beside_a_number(token: str, *, first: bool) -> bool:
    """A day; or the number of the row, before the first."""
    plain = plain_number(token)
    return _DASHED_DAY.fullmatch(plain) is not None or (first and _ROW_NUMBER.fullmatch(plain) is not None)


def _complete_number(tokens: list[str], countries: Sequence[str]) -> tuple[_Cell, int] | None:
    """The number that the tokens begin with, and how many of them it takes."""
    if not plain_number(tokens[0]).lstrip("(").startswith(("0", "+")):
        return None
    for length in range(1, min(len(tokens), _MOST_GROUPS) + 1):
        cell = _read(" ".join(tokens[:length]), countries)
        if cell.phone is not None or cell.refusal in {Refusal.NOT_MOBILE, Refusal.FOREIGN}:
            return cell, length
    return None


def _read(text: str, countries: Sequence[str]) -> _Cell:
    try:
        return _Cell(text, phone_from(text, countries=countries))
    except PhoneRefused as refused:
        return _Cell(text, refusal=refused.code)


def _likeliest_refusal(cells: list[_Cell]) -> Refusal:
    """The reason of the cell with most digits; of equals the first."""
    if not cells:
        return Refusal.INVALID
    return max(cells, key=lambda cell: sum(character.isdigit() for character in cell.text)).refusal


def _name(texts: list[str]) -> str:
    """The first part of letters alone, else the first with a letter in it; without 様 and the like."""
    lettered = [text for text in texts if _LETTER.search(text) and "@" not in text]
    wordy = [text for text in lettered if not any(character.isdigit() for character in text)]
    for text in wordy or lettered:
        bracketed = _BRACKETED.fullmatch(text)
        name = _TITLE.sub("", bracketed[1] if bracketed else text)
        if name:
            return name
    return ""
