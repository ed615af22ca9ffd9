"""What a store takes out as a file: rows in batches, and the audit line that says so."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import store_scope
from customers.models import Asset
from customers.queries.searches.cell_text import cell_written
from customers.queries.searches.columns import cells, columns_of
from customers.queries.searches.fields import search_fields
from customers.queries.searches.result_page import all_found
from customers.queries.selection import Selection, rows_of
from customers.sheets.writing import Written

AT_ONCE = 2_000


def begin_export(*, actor: Actor, selection: Selection, columns: Sequence[str], form: str) -> None:
    """The audit line: who takes out what, in which columns. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EXPORT)
    details = {"about": selection.about, "columns": list(columns), "form": form}
    record_audit(actor=actor, action="customers.exported", target=actor.store, details=details)


def exported(*, actor: Actor, selection: Selection, columns: Sequence[str]) -> Iterator[list[list[Written]]]:
    """The heading, then batches of rows; in the scope of the actor's store, which is opened for each batch: an answer
    is read after the middleware. In the language that is in force.
    """
    require(actor, Permission.CUSTOMERS_EXPORT)
    store = actor.store
    with store_scope(store.pk):
        fields = search_fields()
        found: QuerySet[Any] = rows_of(actor, selection)
        labels = columns_of(fields, of_assets=found.model is Asset)
    names = [name for name in columns if name in labels]
    yield [[labels[name].label for name in names]]
    batches = all_found(found, size=AT_ONCE)
    while True:
        with store_scope(store.pk):
            batch = next(batches, None)
            if batch is None:
                return
            rows = cells(batch, names, store=store, fields=fields)
        yield [[cell_written(cell, store.zone) for cell in row] for row in rows]
