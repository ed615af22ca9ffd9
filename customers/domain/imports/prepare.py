"""From an uploaded file to an import whose columns can be chosen."""

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, ApiToken, Membership, Permission, Store
from accounts.queries.memberships import require
from accounts.tenancy.scope import current_store_id
from customers.domain.imports.kept_file import kept_file
from customers.intake.guess import guess_mapping
from customers.intake.numbers import NumberReader
from customers.models import Import, ImportMemory, Upload
from customers.queries.imports.targets import targets_of_store
from customers.sheets.layout import AS_FOUND, Layout, Reading, SheetRefused
from customers.sheets.rows import read_layout


def prepare_import(*, actor: Actor | None, upload: Upload, name: str) -> Import:
    """A draft with the file's layout and a guess at its columns. Without an actor the system itself imports.

    Reads the whole file once. Raises PermissionDenied, and SheetRefused: then there is no import.
    """
    if actor is not None:
        require(actor, Permission.CUSTOMERS_IMPORT)
    layout = layout_of_upload(upload)
    with transaction.atomic():
        spreadsheet = Import(upload=upload, file_name=upload.name or name[-200:])
        spreadsheet.made_by = actor if isinstance(actor, Membership) else None
        spreadsheet.token = actor if isinstance(actor, ApiToken) else None
        take_layout(spreadsheet, layout)
        spreadsheet.save()
        record_audit(
            actor=actor,
            action="import.uploaded",
            target=spreadsheet,
            details={"file": spreadsheet.file_name, "rows": layout.rows},
        )
    return spreadsheet


def layout_of_upload(upload: Upload, reading: Reading = AS_FOUND) -> Layout:
    """Raises SheetRefused, also for a file whose first line is a customer and no names of columns."""
    with kept_file(upload) as path:
        layout = read_layout(path, reading)
    numbers = NumberReader(Store.objects.get(pk=current_store_id()).allowed_countries)
    for header in layout.headers:
        if header and isinstance(numbers.mobile(header), str):
            raise SheetRefused("header_is_data", cell=header)
    return layout


def take_layout(spreadsheet: Import, layout: Layout) -> None:
    """Set the layout and guess the columns anew; saves nothing."""
    memory = ImportMemory.objects.filter(kind=spreadsheet.kind).first()
    spreadsheet.layout = layout.as_json()
    spreadsheet.mapping = guess_mapping(
        layout.headers, memory.mapping if memory is not None else {}, targets_of_store()
    )
