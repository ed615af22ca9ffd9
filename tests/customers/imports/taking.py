"""Imports as tests run them: from bytes to the end, in this process."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from accounts.models import Actor, Membership
from accounts.tenancy.scope import store_scope
from customers.domain.imports.choose import choose_mapping
from customers.domain.imports.prepare import prepare_import
from customers.domain.imports.run import run_import
from customers.domain.imports.start import start_import
from customers.domain.keep_upload import keep_upload
from customers.models import Import, ImportFault

COUNTERS = ("rows", "created", "updated", "unchanged", "duplicates", "rejected")


def csv_of(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[Any]) -> bytes:
    """A text that begins with = becomes a formula without a value."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("顧客")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, "")
                else:
                    sheet.write(row, column, cell)
    return out.getvalue()


def prepared(actor: Membership, content: bytes, name: str = "customers.csv") -> Import:
    with store_scope(actor.store_id):
        upload = keep_upload(actor=actor, name=name, pieces=[content], most=10_000_000)
        return prepare_import(actor=actor, upload=upload, name=name)


def taken_in(
    actor: Membership,
    content: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    **options: Any,
) -> Import:
    """The import when it has ended; `mapping` by the columns' names, else as guessed."""
    draft = prepared(actor, content)
    chosen = dict(draft.mapping)
    if mapping is not None:
        headers = draft.layout["headers"]
        chosen = {str(headers.index(name)): target for name, target in mapping.items()}
    with store_scope(actor.store_id):
        choose_mapping(actor=actor, spreadsheet=draft, mapping=chosen, options=options)
    return run(actor, draft, dry_run=dry_run)


def run(actor: Actor, draft: Import, *, dry_run: bool = False) -> Import:
    with store_scope(actor.store_id):
        start_import(actor=actor, spreadsheet=draft, dry_run=dry_run)
    assert run_import(draft.pk)
    with store_scope(actor.store_id):
        ended: Import = Import.objects.get(pk=draft.pk)
    assert ended.status == Import.Status.FINISHED, ended.failure
    assert totals(ended)["rows"] == sum(value for name, value in totals(ended).items() if name != "rows")
    return ended


def totals(spreadsheet: Import) -> dict[str, int]:
    return {counter: getattr(spreadsheet, counter) for counter in COUNTERS}


def counted(**counters: int) -> dict[str, int]:
    """Totals of so many rows each, and as many rows in all."""
    return dict.fromkeys(COUNTERS, 0) | {"rows": sum(counters.values())} | counters


def faults(spreadsheet: Import) -> dict[int, list[tuple[int | None, str]]]:
    """(column, code) of each reason by row."""
    with store_scope(spreadsheet.store_id):
        kept = ImportFault.objects.filter(owner=spreadsheet)
        return {fault.row: [(reason["column"], reason["code"]) for reason in fault.reasons] for fault in kept}
