"""Rows that were not taken in, as people read them: where, what stood there, why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from customers.models import Import, ImportFault
from customers.sheets.layout import column_letters

SHOWN = 50
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One reason. `row` is the spreadsheet's; `column` the name of the column, `letter` as a spreadsheet calls it.

    All three may be empty but `row`: a reason may concern the whole row.
    """

    row: int
    column: str
    letter: str
    cell: str
    code: str
    params: dict[str, object]


def first_rejected(spreadsheet: Import) -> list[ShownFault]:
    """The reasons of the first 50 rows that have one."""
    return _first(spreadsheet, is_duplicate=False) if spreadsheet.rejected else []


def first_duplicates(spreadsheet: Import) -> list[ShownFault]:
    """The same of rows that only repeat an earlier one."""
    return _first(spreadsheet, is_duplicate=True) if spreadsheet.duplicates else []


def rejected_after(spreadsheet: Import, row: int) -> list[ImportFault]:
    """The next thousand rejected rows behind this one; a file is written with many of these."""
    found = ImportFault.objects.filter(owner=spreadsheet, is_duplicate=False, row__gt=row)
    return list(found.order_by("row")[:_AT_ONCE])


def _first(spreadsheet: Import, *, is_duplicate: bool) -> list[ShownFault]:
    found = ImportFault.objects.filter(owner=spreadsheet, is_duplicate=is_duplicate).order_by("row")
    headers: Sequence[str] = spreadsheet.layout.get("headers", ())
    return [shown for fault in found[:SHOWN] for shown in _reasons(fault, headers)]


def _reasons(fault: ImportFault, headers: Sequence[str]) -> Iterator[ShownFault]:
    for reason in fault.reasons:
        column = reason.get("column")
        named = column is not None and column < len(headers)
        yield ShownFault(
            row=fault.row,
            column=headers[column] if named else "",
            letter=column_letters(column) if column is not None else "",
            cell=fault.cells[column] if column is not None and column < len(fault.cells) else "",
            code=reason["code"],
            params=reason.get("params", {}),
        )
