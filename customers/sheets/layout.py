"""How a spreadsheet is written: found out from its bytes, never believed from its name."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from typing import Any, NamedTuple

from customers.sheets.text_mark import without_mark

MOST_ROWS = 1_000_000
MOST_BYTES = 300_000_000
MOST_COLUMNS = 300
# Empty lines, or a title, above the names of the columns.
MOST_ABOVE = 20
SAMPLE_ROWS = 10
# Characters of a cell; longer ones are the row's fault.
LONGEST_CELL = 5_000


class SheetRefused(Exception):
    """The whole file cannot be used. `code` and `params` are put into words by customers/import_words.py."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params


class SheetRow(NamedTuple):
    """`row` as the spreadsheet numbers it; `cells` as texts, one for each column of the header or more."""

    row: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """`format` csv or xlsx; `encoding`, `delimiter` of a CSV; `sheet` of a workbook's visible `sheets`.

    `headers` has a name for each column, which may be empty. `header_row` is a number of the spreadsheet, from 1.
    `rows` with something in them; `doubtful` where there are bytes that the encoding does not know; `sample` are the
    first rows as {"row", "cells"}.
    """

    format: str
    headers: list[str]
    header_row: int
    rows: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    doubtful: bool = False
    sample: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def layout_from(kept: dict[str, Any]) -> Layout:
    """The layout as `as_json` wrote it, with or without its sample."""
    return Layout(**kept)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person has said about a file; what is None is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None


AS_FOUND = Reading()


def first_rows(rows: Iterator[SheetRow], reading: Reading) -> tuple[SheetRow, list[str], Iterator[SheetRow]]:
    """The header, the names in it, and the rows below. Raises SheetRefused."""
    first = list(islice(rows, max(MOST_ABOVE + 1, reading.header_row or 0)))
    header = header_of([row for row in first if reading.header_row in (None, row.row)])
    return header, names_of(header), chain((row for row in first if row.row > header.row), rows)


def counted(rows: Iterator[SheetRow]) -> tuple[int, list[dict[str, Any]]]:
    """How many rows have something in them, and the first of them. Raises SheetRefused for none, or too many."""
    sample: list[dict[str, Any]] = []
    count = 0
    for row in rows:
        if any(row.cells):
            count += 1
            if count > MOST_ROWS:
                raise SheetRefused("too_many_rows", most=MOST_ROWS)
            if count <= SAMPLE_ROWS:
                sample.append({"row": row.row, "cells": [readable(cell) for cell in row.cells]})
    if not count:
        raise SheetRefused("no_rows")
    return count, sample


def readable(cell: str) -> str:
    """The cell with a mark in place of what could not be decoded, or cannot be kept."""
    return cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def header_of(first: list[SheetRow]) -> SheetRow:
    """The row with the names of the columns among the first rows of a sheet.

    The first that is not empty; a line of one cell above a line of several is a title. Raises SheetRefused.
    """
    found = [row for row in first if any(cell.strip() for cell in row.cells)]
    if not found:
        raise SheetRefused("no_header", most=MOST_ABOVE)
    several = (row for row in found if sum(bool(cell.strip()) for cell in row.cells) > 1)
    return next(several, found[0])


def names_of(header: SheetRow) -> list[str]:
    """The names, blanks made even and empty columns at the end left out. Raises SheetRefused."""
    names = [" ".join(without_mark(cell).split()) for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise SheetRefused("too_many_columns", most=MOST_COLUMNS)
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        if name and name in seen:
            raise SheetRefused(
                "same_name", name=name, first=column_letters(seen[name]), second=column_letters(position)
            )
        seen[name] = position
    return names


def column_letters(position: int) -> str:
    """A for 0, Z for 25, AA for 26: as spreadsheets call a column."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
