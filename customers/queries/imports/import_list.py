"""A store's imports, a page at a time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from customers.models import Import
from customers.queries.access_imports import imports_to_manage

PAGE = 20


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The newest first. `newer` and `older` are the ids to page from, None at either end."""

    imports: list[Import]
    newer: int | None
    older: int | None


def import_page(
    actor: Actor, *, size: int = PAGE, below: int | None = None, above: int | None = None
) -> ImportPage:
    """The newest, or those next to an import's id. Raises PermissionDenied. Two queries."""
    found = imports_to_manage(actor)
    keys = keys_of_page(
        lambda most: _ids(found, below=below, above=above, most=most), size=size, below=below, above=above
    )
    return ImportPage(list(found.filter(pk__in=keys.ids).order_by("-pk")), keys.newer, keys.older)


def _ids(found: QuerySet[Import], *, below: int | None, above: int | None, most: int) -> list[int]:
    if below is not None:
        found = found.filter(pk__lt=below)
    if above is not None:
        found = found.filter(pk__gt=above)
    nearest = found.select_related(None).order_by("-pk" if above is None else "pk")
    return sorted(nearest.values_list("pk", flat=True)[:most], reverse=True)
