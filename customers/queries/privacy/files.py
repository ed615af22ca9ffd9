"""Where a number stands in what people uploaded or saved: refused rows, spreadsheets, searches."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.models import Import
from customers.queries.privacy.traces import RUN_TOGETHER, digits_sought, names_sought, run_together
from customers.registries.personal_data import Table, Whom, coded

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

_SEARCHES = f"""
SELECT segment.id, segment.name, segment.criteria FROM customers_segment AS segment
WHERE segment.store_id = %s AND EXISTS (
    SELECT 1 FROM unnest(%s::text[]) AS sought(words)
    WHERE position(sought.words IN {RUN_TOGETHER % "segment.name || ' ' || segment.criteria::text"}) > 0
)
ORDER BY segment.id
"""


def file_tables(whom: Whom) -> list[Table]:
    """Rows that an import refused, and saved searches that look for this person."""
    return [_rows(whom), _searches(whom)]


def refused_rows(whom: Whom) -> list[tuple[Any, ...]]:
    """(id, file, row, cells as JSON) of rows that were not imported and hold one of the numbers."""
    digits = digits_sought(whom.phones)
    return rows_of(_ROWS, [current_store_id(), digits]) if digits else []


def searches_naming(whom: Whom) -> list[tuple[Any, ...]]:
    """(id, name, criteria as JSON) of saved searches that name one of the numbers, or the person."""
    words = digits_sought(whom.phones) + [run_together(name) for name in names_sought(whom.names)]
    return rows_of(_SEARCHES, [current_store_id(), words]) if words else []


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
        [[file, row, json.loads(cells)] for _id, file, row, cells in refused_rows(whom)],
    )


def _searches(whom: Whom) -> Table:
    return Table(
        "searches",
        _("Saved searches that name the person"),
        _("is deleted"),
        [("name", _("Name of the search")), ("criteria", _("Criteria"))],
        [[name, json.loads(criteria)] for _id, name, criteria in searches_naming(whom)],
    )
