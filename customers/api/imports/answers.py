"""An import as programs read it."""

from datetime import datetime
from typing import Any

from accounts.models import Actor
from customers.import_words import fault_words
from customers.models import Import


def answer_of(actor: Actor, spreadsheet: Import) -> dict[str, Any]:
    """Times in the store's zone."""

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(actor.store.zone).isoformat(timespec="milliseconds") if at else None

    return {
        "id": spreadsheet.pk,
        "status": spreadsheet.status,
        "kind": spreadsheet.kind,
        "file_name": spreadsheet.file_name,
        "dry_run": spreadsheet.dry_run,
        "progress": round(spreadsheet.progress, 4),
        "rows": spreadsheet.rows,
        "created": spreadsheet.created,
        "updated": spreadsheet.updated,
        "unchanged": spreadsheet.unchanged,
        "duplicates": spreadsheet.duplicates,
        "rejected": spreadsheet.rejected,
        "consents": spreadsheet.consents,
        "failure": _failure(spreadsheet.failure) if spreadsheet.failure else None,
        "created_at": moment(spreadsheet.made_at),
        "started_at": moment(spreadsheet.started_at),
        "finished_at": moment(spreadsheet.finished_at),
    }


def _failure(failure: dict[str, Any]) -> dict[str, str]:
    return {"code": failure["code"], "message": fault_words(failure["code"], failure.get("params", {}))}
