"""An import is put into the queue."""

from django.db import transaction

from accounts.domain.doorbell import ring
from accounts.domain.record_audit import record_audit
from accounts.models import Actor
from customers.domain.imports.choose import MappingRefused, mapping_faults
from customers.domain.imports.open_import import forget_dry_run, open_import
from customers.models import Import
from customers.sheets.layout import SheetRefused

RUN_TASK = "customers.tasks.run_import"


def start_import(*, actor: Actor | None, spreadsheet: Import, dry_run: bool) -> Import:
    """QUEUED; a worker is rung when the transaction has committed. What an earlier dry run found is forgotten.

    Raises PermissionDenied, NotStartable, MappingRefused, and SheetRefused where the file is kept no more.
    """
    with transaction.atomic():
        held = open_import(actor, spreadsheet)
        if held.upload_id is None:
            raise SheetRefused("file_gone")
        faults = mapping_faults(held, held.mapping, held.options)
        if faults:
            raise MappingRefused(faults)
        forget_dry_run(held)
        held.status, held.dry_run = Import.Status.QUEUED, dry_run
        held.save()
        record_audit(actor=actor, action="import.started", target=held, details={"dry_run": dry_run})
        ring(RUN_TASK, queue="upkeep", import_id=held.pk)
    return held
