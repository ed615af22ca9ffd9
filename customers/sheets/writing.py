"""Files that leave the house: their cells, and the rows as CSV or Excel, a batch at a time. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

import xlsxwriter

from customers.sheets.text_mark import kept_as_written, spreadsheet_safe

# A cell as it leaves: numbers stay numbers in Excel.
Written = str | int | float

# Excel takes UTF-8 for what it is only with this mark.
BYTE_ORDER_MARK = "\ufeff"
# In the place of a character that Shift_JIS (CP932) does not have: the printers' mark for a missing type.
MISSING = "〓"
# Of one sheet, its heading among them.
MOST_EXCEL_ROWS = 1_048_576
_LONGEST_EXCEL_CELL = 32_767


def csv_piece(rows: Iterable[Sequence[Written]]) -> str:
    """Rows of a CSV file, ended by CR LF, every cell safe."""
    sheet = StringIO(newline="")
    csv.writer(sheet).writerows([kept_as_written(str(cell)) for cell in row] for row in rows)
    return sheet.getvalue()


def cp932(text: str) -> tuple[bytes, int]:
    """The text for old Excel, and how many characters it does not have: each is `MISSING` there."""
    try:
        return text.encode("cp932"), 0
    except UnicodeEncodeError:
        encoded = [_cp932_or_none(character) for character in text]
        missing = MISSING.encode("cp932")
        return b"".join(missing if one is None else one for one in encoded), encoded.count(None)


def write_xlsx(path: Path, batches: Iterator[Sequence[Sequence[Written]]]) -> None:
    """One sheet, row by row: memory does not grow with it. Texts stay texts, whatever they begin with.

    Raises ValueError where there are more rows than a sheet has.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, at = book.add_worksheet(), 0
        for batch in batches:
            if at + len(batch) > MOST_EXCEL_ROWS:
                raise ValueError(f"more than {MOST_EXCEL_ROWS} rows")
            for row in batch:
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, spreadsheet_safe(cell)[:_LONGEST_EXCEL_CELL])
                    else:
                        sheet.write_number(at, column, cell)
                at += 1


def _cp932_or_none(character: str) -> bytes | None:
    try:
        return character.encode("cp932")
    except UnicodeEncodeError:
        return None
