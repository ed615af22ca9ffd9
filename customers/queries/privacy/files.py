"""Where a number stands in what people uploaded or saved: refused rows, spreadsheets, searches."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.models import Import, ImportFault, Segment
from customers.phone import national_digits
from customers.queries.privacy.traces import (
    RUN_TOGETHER,
    digits_sought,
    names_sought,
    patterns_sought,
    run_together,
)
from customers.registries.personal_data import Table, Whom, coded
from customers.text_search import folded

# Few enough to look into each: refused rows go after some weeks (retention), searches are made by hand.
_ROWS = f"""
SELECT fault.id, import.file_name, fault.row, fault.cells FROM customers_importfault AS fault
JOIN customers_import AS import ON import.id = fault.owner_id
WHERE fault.store_id = %s AND EXISTS (
    SELECT 1 FROM unnest(%s::text[]) AS sought(digits)
    WHERE position(sought.digits IN {RUN_TOGETHER % "fault.cells::text"}) > 0
)
ORDER BY fault.id
"""

# The key of the target (customers/intake/targets.py) that a column with customer numbers was mapped to.
_NUMBER = "number"


def file_tables(whom: Whom) -> list[Table]:
    """Rows that an import refused, and saved searches that look for this person."""
    return [_rows(whom), _searches(whom)]


def refused_rows(whom: Whom) -> list[tuple[Any, ...]]:
    """(id, file, row, cells) of rows that were not imported and hold one of the numbers, or the whole name in a cell
    or in two beside each other, or the customer number in its column: a number that could not be read is why many a
    row was refused."""
    digits = digits_sought(whom.phones)
    by_digits = rows_of(_ROWS, [current_store_id(), digits]) if digits else []
    found = {row[0]: (*row[:3], json.loads(row[3])) for row in by_digits}
    names = {folded(name) for name in names_sought(whom.names)}
    numbers = {folded(number) for number in whom.customer_numbers}
    if names or numbers:
        faults = ImportFault.objects.values_list(
            "id", "owner__file_name", "row", "cells", "owner__mapping"
        ).order_by()
        for pk, file_name, row, cells, mapping in faults.iterator():
            if _names_one(cells, names) or _numbers_one(cells, mapping, numbers):
                found[pk] = (pk, file_name, row, cells)
    return [found[pk] for pk in sorted(found)]


def _names_one(cells: list[Any], names: set[str]) -> bool:
    texts = [folded(str(cell or "")) for cell in cells] if names else []
    pairs = (first + second for first, second in pairwise(texts))
    return not names.isdisjoint(texts) or not names.isdisjoint(pairs)


def _numbers_one(cells: list[Any], mapping: dict[str, Any], numbers: set[str]) -> bool:
    columns = [int(column) for column, target in mapping.items() if target == _NUMBER and column.isdigit()]
    return any(folded(str(cells[one] or "")) in numbers for one in columns if one < len(cells))


def searches_naming(whom: Whom) -> list[tuple[Any, ...]]:
    """(id, name, criteria) of saved searches that look for the person: a whole value is one of the numbers, the whole
    name or the customer number; or that are called after them. A search for a part of it is about many."""
    patterns = [re.compile(one) for one in patterns_sought(whom.phones, whom.names)]
    values = {folded(name) for name in names_sought(whom.names)}
    for phone in whom.phones:
        values |= {national_digits(phone), national_digits(phone).removeprefix("0"), phone.removeprefix("+")}
    numbers = {folded(number) for number in whom.customer_numbers}
    found = []
    for segment in Segment.objects.order_by("id").values_list("id", "name", "criteria"):
        called = run_together(segment[1])
        if any(one.search(called) for one in patterns) or any(
            folded(value) in (values | numbers if field == "customer.number" else values)
            for field, value in _compared(segment[2])
        ):
            found.append(segment)
    return found


def _compared(criteria: Any) -> Iterator[tuple[str, str]]:
    """Field and value of every comparison with a text."""
    if isinstance(criteria, dict):
        if isinstance(value := criteria.get("value"), str):
            yield str(criteria.get("field", "")), value
        for inner in criteria.values():
            yield from _compared(inner)
    elif isinstance(criteria, list):
        for inner in criteria:
            yield from _compared(inner)


def imports_with_files() -> Sequence[Import]:
    """Imports whose file is still kept, the newest first."""
    return list(Import.objects.filter(upload__isnull=False).select_related("upload").order_by("-id"))


def import_table(imports: Sequence[Import]) -> Table:
    """Files that hold the number, or cannot be looked into."""
    return Table(
        "import_files",
        _("Uploaded spreadsheets"),
        _("the file is deleted, its totals stay"),
        [("file_name", _("File")), ("made_at", _("Uploaded")), ("status", _("Status"))],
        [[one.file_name, one.made_at, coded(Import.Status, one.status)] for one in imports],
    )


def _rows(whom: Whom) -> Table:
    return Table(
        "refused_rows",
        _("Rows that were not imported"),
        _("is deleted"),
        [("file", _("File")), ("row", _("Row")), ("cells", _("Cells"))],
        [[file, row, cells] for _id, file, row, cells in refused_rows(whom)],
    )


def _searches(whom: Whom) -> Table:
    return Table(
        "searches",
        _("Saved searches that name the person"),
        _("is deleted"),
        [("name", _("Name of the search")), ("criteria", _("Criteria"))],
        [[name, criteria] for _id, name, criteria in searches_naming(whom)],
    )
