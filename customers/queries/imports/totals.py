"""Imports for the command line, which acts for nobody: within a store's scope, without a permission to ask for."""

from typing import Any

from accounts.models import Store
from customers.models import Import

_UNDER_WAY = (Import.Status.QUEUED, Import.Status.RUNNING)


def store_of(slug: str) -> Store | None:
    found: Store | None = Store.objects.filter(slug=slug).first()
    return found


def under_way_of(sha256: str, *, dry_run: bool) -> Import | None:
    """The import of this very file that has not ended."""
    found: Import | None = (
        Import.objects.filter(upload__sha256=sha256, status__in=_UNDER_WAY, dry_run=dry_run)
        .order_by("pk")
        .first()
    )
    return found


def is_under_way(import_id: int) -> bool:
    return Import.objects.filter(pk=import_id, status__in=_UNDER_WAY).exists()


def totals_of(import_id: int) -> dict[str, Any]:
    """Every row is one of created, updated, unchanged, duplicates, rejected."""
    found: Import = Import.objects.get(pk=import_id)
    return {
        "import": found.pk,
        "status": found.status,
        "dry_run": found.dry_run,
        "rows": found.rows,
        "created": found.created,
        "updated": found.updated,
        "unchanged": found.unchanged,
        "duplicates": found.duplicates,
        "rejected": found.rejected,
        "consents": found.consents,
        "failure": found.failure,
    }
