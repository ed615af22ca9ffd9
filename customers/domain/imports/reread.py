"""A person says how a file is written, where what was found out is wrong."""

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor
from customers.domain.imports.open_import import forget_dry_run, open_import
from customers.domain.imports.prepare import layout_of_upload, take_layout
from customers.models import Import
from customers.sheets.layout import Reading, SheetRefused

ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16")
DELIMITERS = (",", "\t", ";")


def reread_import(
    *,
    actor: Actor,
    spreadsheet: Import,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Import:
    """The import as a draft with the layout read in this way and its columns guessed anew; what is None is found out.

    Raises PermissionDenied, NotStartable, and SheetRefused: then the import is as before.
    """
    if encoding not in (None, *ENCODINGS) or delimiter not in (None, *DELIMITERS):
        raise ValueError(f"no encoding or delimiter: {encoding!r}, {delimiter!r}")
    if spreadsheet.upload is None:
        raise SheetRefused("file_gone")
    layout = layout_of_upload(spreadsheet.upload, Reading(encoding, delimiter, sheet, header_row))
    with transaction.atomic():
        held = open_import(actor, spreadsheet)
        forget_dry_run(held)
        held.status, held.dry_run = Import.Status.DRAFT, False
        take_layout(held, layout)
        held.save()
        record_audit(
            actor=actor, action="import.reread", target=held, details={"header_row": layout.header_row}
        )
    return held
