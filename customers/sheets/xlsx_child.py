"""Reads a workbook in a process of its own: `python -m customers.sheets.xlsx_child`, then `layout PATH READING` or
`rows PATH SHEET`.

Whatever the file does to the reader, it does to this process, under limits that it sets itself first. It knows no
settings and no database. `layout` prints JSON; `rows` prints CSV: the row's number, then its cells. A cell that holds
an error or a formula without a value begins with a NUL, which no other cell has.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from customers.sheets.layout import (
    MOST_ABOVE,
    Layout,
    Reading,
    SheetRefused,
    SheetRow,
    column_letters,
    counted,
    first_rows,
)

MOST_MEMORY = 3 << 30
MOST_CPU_SECONDS = 600
# Before the text of a cell that has no value of its own.
NO_VALUE = "\0"
# No cell is as long: it holds 32,767 characters.
_PIECE = 1 << 20
# Of the marks that are looked for: one may stand across two pieces.
_LONGEST_MARK = len(b"</row>") - 1
# Rows written at once.
_AT_ONCE = 500
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")


def main(arguments: list[str]) -> int:
    limit_this_process()
    what, path, *rest = arguments
    try:
        if what == "layout":
            reading = Reading(**json.loads(rest[0]))
            sys.stdout.write(json.dumps({"layout": layout_of(Path(path), reading).as_json()}))
        else:
            _write_rows(Path(path), rest[0])
    except SheetRefused as refused:
        sys.stderr.write(json.dumps({"refused": refused.code, "params": refused.params}))
        return 3
    return 0


def limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 5))
    # It reads one file, writes to a pipe, and its last words to a file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def layout_of(path: Path, reading: Reading) -> Layout:
    """Of the sheet asked for, or the first with something in it. Raises SheetRefused."""
    sheets = _visible_sheets(path)
    sheet = _chosen_sheet(path, sheets, reading.sheet)
    header, names, rows = first_rows(_rows_of(sheet), reading)
    _refuse_merged(sheet, header)
    count, sample = counted(rows)
    return Layout(
        format="xlsx",
        headers=names,
        header_row=header.row,
        rows=count,
        sheet=sheet.name,
        sheets=sheets,
        sample=sample,
    )


def _workbook(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - after the limits

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise SheetRefused("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise SheetRefused("unreadable") from error


def _visible_sheets(path: Path) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - after the limits

    return [
        one.name
        for one in _workbook(path).sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]


def _chosen_sheet(path: Path, sheets: list[str], wanted: str | None) -> Any:
    workbook = _workbook(path)
    for name in sheets:
        if wanted in (None, name):
            sheet = _sheet(workbook, name)
            if sheet.height:
                return sheet
    raise SheetRefused("no_header", most=MOST_ABOVE)


def _sheet(workbook: Any, name: str) -> Any:
    from python_calamine import CalamineError  # noqa: PLC0415 - after the limits

    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise SheetRefused("unreadable") from error


def _rows_of(sheet: Any) -> Iterator[SheetRow]:
    """Every row from the sheet's first line on, its first cell in column A."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield SheetRow(number, before + [_text(cell) for cell in cells])


def _text(cell: Any) -> str:
    """As people see it: whole numbers without a point, days in ISO form."""
    if isinstance(cell, str):
        return cell.replace(NO_VALUE, "") if NO_VALUE in cell else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = int(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _refuse_merged(sheet: Any, header: SheetRow) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top < header.row <= bottom + 1:
            raise SheetRefused(
                "merged_header", row=header.row, cells=f"{_place(top, left)}:{_place(bottom, right)}"
            )


def _place(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


def _write_rows(path: Path, name: str) -> None:
    without_value = cells_without_value(path, name)
    sheet = _sheet(_workbook(path), name)
    out = io.TextIOWrapper(
        sys.stdout.buffer, encoding="utf-8", errors="replace", newline="", write_through=True
    )
    waiting = io.StringIO()
    writer = csv.writer(waiting, lineterminator="\n")
    for number, row in enumerate(_rows_of(sheet), 1):
        for column, shown in without_value.get(row.row, {}).items():
            row.cells[column:] = [*row.cells[column:], *[""] * (column + 1 - len(row.cells))]
            row.cells[column] = NO_VALUE + shown
        if any(row.cells):
            writer.writerow((row.row, *row.cells))
        if number % _AT_ONCE == 0:
            out.write(waiting.getvalue())
            waiting.seek(0)
            waiting.truncate()
    out.write(waiting.getvalue())


def cells_without_value(path: Path, name: str) -> dict[int, dict[int, str]]:
    """By row and column: cells with an error (#N/A), and formulas that were never worked out.

    The reader gives both as empty. Found in the sheet's own text, piece by piece.
    """
    found: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, name)) as part:
        rest = b""
        while piece := part.read(_PIECE):
            rest += piece
            # Behind the last whole cell; what follows is a cell that goes on, or no cell at all.
            end = max(rest.rfind(b"<c "), rest.rfind(b"</c>") + 4, rest.rfind(b"</row>") + 6)
            if end > 6:
                _note_without_value(rest[:end], found)
                rest = rest[end:]
            if not rest.startswith(b"<c "):
                rest = rest[-_LONGEST_MARK:]
            elif len(rest) > _PIECE:
                raise SheetRefused("unreadable")
        _note_without_value(rest, found)
    return found


def _note_without_value(text: bytes, found: dict[int, dict[int, str]]) -> None:
    if b't="e"' not in text and b"<f" not in text:
        return
    for piece in text.split(b"<c ")[1:]:
        cell = piece.partition(b"</c>")[0].partition(b"</row>")[0]
        opening, _, content = cell.partition(b">")
        is_error = b't="e"' in opening
        if not is_error and (b"<f>" not in content and b"<f " not in content):
            continue
        place, value = _PLACE.search(b" " + opening), _VALUE.search(content)
        # A formula whose result is an empty text says so by its type.
        is_empty = (value is None or not value[1]) and b't="str"' not in opening
        if place and (is_error or is_empty):
            shown = value[1].decode("utf-8", "replace") if value else ""
            found.setdefault(int(place[2]), {})[_column(place[1])] = shown


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """The archive's entry that holds a sheet, by the workbook's own list of parts."""
    import xml.etree.ElementTree as ET  # noqa: PLC0415 - within the limits of this process

    def tree(entry: str) -> Any:
        return ET.fromstring(archive.read(entry))  # noqa: S314 - as above

    targets = {one.get("Id"): one.get("Target") for one in tree("xl/_rels/workbook.xml.rels")}
    for one in tree("xl/workbook.xml").iter():
        if one.tag.endswith("}sheet") and one.get("name") == name:
            link = next(value for key, value in one.items() if key.endswith("}id"))
            target = str(targets[link])
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise SheetRefused("unreadable")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
