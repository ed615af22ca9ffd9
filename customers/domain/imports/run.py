"""An import is run, in chunks, by whatever worker takes it; one that died is gone on with where it stopped."""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.tenancy.scope import store_scope
from customers.domain.imports.chunk import Chunk, take_chunk
from customers.domain.imports.kept_file import kept_file
from customers.domain.imports.lease import MOST_ATTEMPTS, LeaseLost, hold_lease, take_lease
from customers.domain.imports.open_import import COUNTERS, forget_taken, without_sample
from customers.domain.imports.passes import part_of, passes
from customers.domain.imports.terms import order_of, terms_of
from customers.intake.convert import Converter
from customers.models import Import
from customers.sheets.layout import SheetRefused, SheetRow, layout_from
from customers.sheets.rows import read_rows

logger = logging.getLogger(__name__)

CHUNK = 2_000


def run_import(import_id: int) -> bool:
    """Take the import and bring it to its end. False where somebody else has it, or there is nothing to do.

    In no scope. What the database or the machine does to it is left to the next worker; what the file does is kept as
    the import's failure, with the rows that were taken in until then.
    """
    taken = take_lease(import_id)
    if taken is None:
        return False
    store_id, lease = taken
    with store_scope(store_id):
        spreadsheet: Import = Import.objects.select_related("upload", "made_by__user", "token").get(
            pk=import_id
        )
        runner = _Runner(spreadsheet, lease)
        try:
            if spreadsheet.attempts > MOST_ATTEMPTS:
                raise SheetRefused("given_up")
            runner.run()
        except LeaseLost:
            logger.info("import %s is no longer ours", import_id)
        except SheetRefused as refused:
            runner.fail(refused.code, refused.params)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            runner.fail("unexpected", {})
            raise
    return True


class _Runner:
    def __init__(self, spreadsheet: Import, lease: datetime) -> None:
        self._spreadsheet = spreadsheet
        self._lease = lease

    def run(self) -> None:
        """Raises LeaseLost, SheetRefused."""
        own = self._spreadsheet
        if own.upload is None:
            raise SheetRefused("file_gone")
        order, converter = order_of(own), Converter(terms_of(own))
        columns = {target: int(position) for position, target in own.mapping.items()}
        layout = layout_from(own.layout)
        position, counted = own.position, own.rows
        with kept_file(own.upload) as path:
            parts = passes(columns)
            for number, part in enumerate(parts):
                if position >= (number + 1) * order.total or (number and counted >= order.total):
                    continue
                for chunk in _chunks(read_rows(path, layout), after=position - number * order.total):
                    converted = map(converter.convert, chunk)
                    rows = [row for row in converted if part is None or part_of(row, first=parts[0]) == part]
                    self._lease = take_chunk(Chunk(order, rows, len(chunk), columns), lease=self._lease)
                    position += len(chunk)
                    counted += len(rows)
        if counted != order.total:
            # The reader finds fewer rows than when the layout was read: another release of it, or of ours.
            raise SheetRefused("unreadable")
        self._end(Import.Status.FINISHED, {})

    def fail(self, code: str, params: dict[str, Any]) -> None:
        try:
            self._end(Import.Status.FAILED, {"code": code, "params": params})
        except LeaseLost:
            logger.info("import %s is no longer ours", self._spreadsheet.pk)

    def _end(self, status: Import.Status, failure: dict[str, Any]) -> None:
        """Raises LeaseLost."""
        own = self._spreadsheet
        with transaction.atomic():
            hold_lease(store_id=own.store_id, import_id=own.pk, until=self._lease)
            held: Import = Import.objects.get(pk=own.pk)
            held.status, held.failure, held.finished_at = status, failure, timezone.now()
            held.lease_until = None
            if status == Import.Status.FINISHED:
                held.progress = 1.0
            if not held.dry_run:
                held.layout = without_sample(held.layout)
            held.save()
            forget_taken(held)
            record_audit(
                actor=own.made_by or own.token,
                action=f"import.{status.value}",
                target=held,
                details={"dry_run": held.dry_run, "failure": failure.get("code", "")}
                | {counter: getattr(held, counter) for counter in COUNTERS},
            )


def _chunks(rows: Iterator[SheetRow], *, after: int) -> Iterator[list[SheetRow]]:
    """`after` so many rows, which an earlier worker has taken in."""
    remaining = islice(rows, after, None)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
