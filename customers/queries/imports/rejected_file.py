"""The rows that were not imported, as a file to correct and to upload again."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from django.utils import translation

from accounts.tenancy.scope import store_scope
from customers.import_words import fault_words
from customers.intake.targets import REASONS_COLUMN
from customers.models import Import, ImportFault
from customers.queries.imports.example import BYTE_ORDER_MARK
from customers.queries.imports.faults import rejected_after
from customers.sheets.text_mark import kept_as_written, without_mark


def rejected_lines(spreadsheet: Import, *, language: str) -> Iterator[str]:
    """CSV, piece by piece: the columns as they were, and behind them why a row was refused. Of a row with more cells
    than columns, the surplus stands behind that.

    It is read after the middleware, so it brings its own language and scope along. What a spreadsheet would run or
    spoil has an apostrophe before it, which the importer takes off again.
    """
    headers: list[str] = [name for name in spreadsheet.layout["headers"] if name != REASONS_COLUMN]
    kept = [at for at, name in enumerate(spreadsheet.layout["headers"]) if name != REASONS_COLUMN]
    yield BYTE_ORDER_MARK + _written([[*headers, REASONS_COLUMN]])
    row = 0
    while True:
        with store_scope(spreadsheet.store_id), translation.override(language):
            found = rejected_after(spreadsheet, row)
            piece = _written(
                [*_cells(fault, kept), _reasons(fault, spreadsheet), *_surplus(fault, spreadsheet)]
                for fault in found
            )
        if not found:
            return
        yield piece
        row = found[-1].row


def _cells(fault: ImportFault, kept: list[int]) -> list[str]:
    # A mark that a cell had in the file is put on again with the others.
    return [without_mark(fault.cells[at]) if at < len(fault.cells) else "" for at in kept]


def _surplus(fault: ImportFault, spreadsheet: Import) -> list[str]:
    return [without_mark(cell) for cell in fault.cells[len(spreadsheet.layout["headers"]) :]]


def _reasons(fault: ImportFault, spreadsheet: Import) -> str:
    """Each with its column's name, in the order of the columns."""
    headers = spreadsheet.layout["headers"]
    words = []
    for reason in fault.reasons:
        column = reason.get("column")
        said = str(fault_words(reason["code"], reason.get("params", {})))
        named = column is not None and column < len(headers) and headers[column]
        words.append(f"{headers[column]}: {said}" if named else said)
    return " / ".join(words)


def _written(rows: Iterable[list[str]]) -> str:
    sheet = StringIO(newline="")
    csv.writer(sheet).writerows([kept_as_written(cell) for cell in row] for row in rows)
    return sheet.getvalue()
