"""A body as plain text and fields, and where it is not well written."""

import re
from dataclasses import dataclass
from enum import StrEnum

from templates_app.merge.names import folded


class ErrorCode(StrEnum):
    # [[氏名 with nothing that closes it on its line; also [[氏名] and a field within a field.
    UNCLOSED = "unclosed"
    # 氏名]] with nothing that opens it.
    UNOPENED = "unopened"
    # [[]], [[|お客様]].
    EMPTY_NAME = "empty_name"


@dataclass(frozen=True, slots=True)
class Field:
    """A field where it stands. `written` is the name as typed, `name` its folded form (names.folded).

    `fallback`: None where none is given; "" for `[[氏名|]]`, which may stay empty. Positions are 0-based, in code
    points, the brackets among them.
    """

    name: str
    written: str
    fallback: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MergeError:
    """`name` is what may have been meant as the field's name; empty where there is none."""

    code: ErrorCode
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """`pieces` are the whole body in order: text as it stands, and fields. `half_bracketed`: `[氏名]`, plain text
    that may have been meant as a field.
    """

    body: str
    pieces: tuple[str | Field, ...]
    errors: tuple[MergeError, ...]
    half_bracketed: tuple[Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Field))


# An input method writes full-width brackets: they are read like the others, also mixed. A field stands on one line.
# Of three brackets in a row the inner two count.
_FIELD = re.compile(r"[\[［]{2}([^\[\]［］\r\n]*)[\]］]{2}")
_WORD = r"[^ \t\u00a0\u3000\r\n\[\]［］|｜、。，．,!?！？]{1,60}"
_STRAY = re.compile(
    rf"(?P<open>[\[［]{{2,}})(?P<after>{_WORD})?[\]］]?|[\[［]?(?P<before>{_WORD})?[\]］]{{2,}}"
)
_HALF = re.compile(r"(?<![\[［])[\[［]([^\[\]［］\r\n]{1,60})[\]］](?![\]］])")
_BAR = re.compile("[|｜]")
_BLANKS = " \t\u00a0\u3000\u200b\ufeff"
_PERCENT = ("%", "％")


def parsed(body: str) -> Parsed:
    """Read a body. Raises nothing: what cannot be read is among the errors, and stands as text in `pieces`."""
    pieces: list[str | Field] = []
    errors: list[MergeError] = []
    half: list[Field] = []

    def take_text(start: int, end: int) -> None:
        if start < end:
            pieces.append(body[start:end])
            errors.extend(_strays(body, start, end))
            half.extend(_halves(body, start, end))

    at = 0
    for match in _FIELD.finditer(body):
        field = _field(match[1], match.start(), match.end())
        take_text(at, match.start())
        at = match.end()
        if field.name:
            pieces.append(field)
        else:
            errors.append(MergeError(ErrorCode.EMPTY_NAME, field.start, field.end))
            pieces.append(match[0])
    take_text(at, len(body))
    return Parsed(body, tuple(pieces), tuple(sorted(errors, key=lambda one: one.start)), tuple(half))


def _field(inner: str, start: int, end: int) -> Field:
    name, bar, fallback = (part.strip(_BLANKS) for part in _BAR.sub("|", inner, count=1).partition("|"))
    if name[:1] in _PERCENT and name[-1:] not in _PERCENT and fallback[-1:] in _PERCENT:
        # Around the whole: %氏名|お客様%.
        name, fallback = name[1:], fallback[:-1]
    written = _bare(name).strip(_BLANKS)
    return Field(folded(written), written, fallback.strip(_BLANKS) if bar else None, start, end)


def _bare(text: str) -> str:
    """Without the per cent signs around it, as other systems write their fields."""
    if len(text) > 1 and text[0] in _PERCENT and text[-1] in _PERCENT:
        return text[1:-1]
    return text


def _strays(body: str, start: int, end: int) -> list[MergeError]:
    """Brackets of a field that is none, in a stretch of text between fields."""
    found = []
    for match in _STRAY.finditer(body, start, end):
        code = ErrorCode.UNCLOSED if match["open"] else ErrorCode.UNOPENED
        name = match["after"] or match["before"] or ""
        found.append(MergeError(code, match.start(), match.end(), _bare(name)))
    return found


def _halves(body: str, start: int, end: int) -> list[Field]:
    return [_field(match[1], match.start(), match.end()) for match in _HALF.finditer(body, start, end)]
