"""CSV as shops have it: encoding and delimiter found out, rows as a spreadsheet would number them."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from customers.sheets.layout import (
    AS_FOUND,
    MOST_ABOVE,
    Layout,
    Reading,
    SheetRefused,
    SheetRow,
    counted,
    first_rows,
    header_of,
)

_PIECE = 1 << 20
_DELIMITERS = ",\t;"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# So many valid characters beside each broken one: a damaged UTF-8 file, not one in another encoding.
_DAMAGED_BELOW = 0.05
# No cell of a spreadsheet is longer than 32,767 characters; a quotation mark left open swallows the rest of the file.
_LONGEST_FIELD = 100_000
_UNDECODED = re.compile("[\udc80-\udcff]")
csv.field_size_limit(_LONGEST_FIELD)
# Characters of a row: two hundred cells of the longest kind. Cells of one: as many columns as a spreadsheet has.
LONGEST_ROW = 1_000_000
MOST_CELLS = 16_384


def csv_layout(path: Path, reading: Reading = AS_FOUND) -> Layout:
    """Reads the whole file once. Raises SheetRefused: NUL bytes, an open quotation mark, an endless row, no or twofold
    names of columns, no or too many rows.
    """
    encoding = reading.encoding or _encoding_of(path)
    delimiter = reading.delimiter or _delimiter_of(path, encoding)
    header, names, rows = first_rows(_records(path, encoding, delimiter), reading)
    count, sample = counted(rows)
    return Layout(
        format="csv",
        headers=names,
        header_row=header.row,
        rows=count,
        encoding=encoding,
        delimiter=delimiter,
        doubtful=_is_doubtful(path, encoding),
        sample=sample,
    )


def csv_rows(path: Path, layout: Layout) -> Iterator[SheetRow]:
    """The rows below the header with something in them. What cannot be decoded is in them as lone surrogates."""
    for row in _records(path, layout.encoding, layout.delimiter):
        if row.row > layout.header_row and any(row.cells):
            yield row


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[SheetRow]:
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        begins = 1
        try:
            for number, cells in enumerate(reader, 1):
                if len(cells) > MOST_CELLS:
                    raise SheetRefused("too_many_cells_in_row", line=begins, most=MOST_CELLS)
                begins = reader.line_num + 1
                lines.end_row()
                yield SheetRow(number, cells)
        except csv.Error as error:
            line = _quote_opened(path, encoding, delimiter, begins, reader.line_num)
            raise SheetRefused("open_quote", line=line) from error
        except UnicodeError as error:
            # Only UTF-16 cannot go on after a byte that is none.
            raise SheetRefused("unknown_encoding") from error


class _Lines:
    """The lines of a file, none read further than a row may be long; say where a row has ended. Raises SheetRefused."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._read = 0
        self._begins = 1
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self._read += 1
        self.characters += len(line)
        if self.characters > LONGEST_ROW:
            raise SheetRefused("row_too_long", line=self._begins, most=LONGEST_ROW)
        return line

    def end_row(self) -> None:
        self._begins, self.characters = self._read + 1, 0


def _quote_opened(path: Path, encoding: str, delimiter: str, begins: int, ends: int) -> int:
    """In which line of a record the quotation mark stands that was never closed, or closed at the wrong place."""
    opened, inside, before = begins, False, delimiter
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        for line, text in enumerate(islice(file, begins - 1, ends), begins):
            for character in text:
                if character == '"' and (inside or before in (delimiter, "\n", "\r")):
                    inside = not inside
                    opened = line if inside and before != '"' else opened
                before = character
    return opened


def _encoding_of(path: Path) -> str:
    """Also where the file's first NUL byte stands: it raises SheetRefused for one."""
    with path.open("rb") as file:
        first = file.read(4)
    for bom, encoding in _BOMS:
        if first.startswith(bom):
            if encoding != "utf-16":
                _refuse_nul(path)
            return encoding
    _refuse_nul(path)
    broken = valid = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if not piece.isascii():
                text = decoder.decode(piece)
                bad = text.count("\ufffd")
                broken += bad
                valid += len(text) - len(text.encode("ascii", "ignore")) - bad
                if broken > 1000 and broken > valid:
                    break
            else:
                # Nothing but ASCII follows what an earlier piece may have left open.
                broken += decoder.decode(piece[:1]).count("\ufffd")
    broken += decoder.decode(b"", final=True).count("\ufffd")
    return "utf-8" if broken <= valid * _DAMAGED_BELOW else "cp932"


def _is_doubtful(path: Path, encoding: str) -> bool:
    """Whether the beginning holds bytes that the encoding does not know."""
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        return _UNDECODED.search(file.read(_PIECE)) is not None


def _refuse_nul(path: Path) -> None:
    line = 1
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found = piece.find(b"\0")
            if found >= 0:
                raise SheetRefused("nul_bytes", line=line + piece.count(b"\n", 0, found))
            line += piece.count(b"\n")


def _delimiter_of(path: Path, encoding: str) -> str:
    """The one that divides the header into most columns; a comma where none does."""
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        try:
            # All of them together no longer than one row may be, and at least one.
            first = _Lines(file)
            lines = [next(first, "")]
            while len(lines) < 3 * MOST_ABOVE and (line := file.readline(LONGEST_ROW - first.characters)):
                lines.append(line)
                first.characters += len(line)
        except UnicodeError as error:
            raise SheetRefused("unknown_encoding") from error

    def columns(delimiter: str) -> int:
        try:
            rows = list(islice(csv.reader(lines, delimiter=delimiter), MOST_ABOVE + 1))
            return len(header_of([SheetRow(0, cells) for cells in rows]).cells)
        except (csv.Error, SheetRefused):
            return 0

    return max(_DELIMITERS, key=columns)
