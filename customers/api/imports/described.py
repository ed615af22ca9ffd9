"""What the OpenAPI document says of each operation on imports."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from accounts.api.described import IDEMPOTENCY_KEY, answered, problems
from customers.api.imports.shapes import ImportPageShape, ImportRequest, ImportShape, ListQuery, TakenShape

_FINISHED = {
    "id": 12,
    "status": "finished",
    "kind": "customers",
    "file_name": "顧客一覧.csv",
    "dry_run": False,
    "progress": 1.0,
    "rows": 1200,
    "created": 1100,
    "updated": 60,
    "unchanged": 20,
    "duplicates": 8,
    "rejected": 12,
    "consents": 0,
    "failure": None,
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "started_at": "2026-11-23T15:04:05.480+09:00",
    "finished_at": "2026-11-23T15:04:07.000+09:00",
}


_TAGS = ["imports"]
_IMPORT_ID = OpenApiParameter(
    "import_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)

CREATE: dict[str, Any] = {
    "operation_id": "imports_create",
    "summary": "Import a spreadsheet",
    "description": (
        "The file is looked at at once: one that cannot be read, or columns that cannot be used, are refused (422) and "
        "nothing is kept. Its rows are taken in by a worker; ask for the import to see how far it has come. Customers "
        "are found by customer number where the file has one, else by mobile number, and brought up to date; the same "
        "file once more changes nothing. Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": {"multipart/form-data": ImportRequest},
    "responses": {
        202: answered(TakenShape, "Taken.", {"id": 12, "status": "queued"}),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
LIST: dict[str, Any] = {
    "operation_id": "imports_list",
    "summary": "List imports",
    "description": "Those of people too. The newest first, a page at a time. Scope: customers.",
    "tags": _TAGS,
    "parameters": [ListQuery],
    "responses": {
        200: answered(ImportPageShape, "A page.", {"results": [_FINISHED], "next": None, "previous": None}),
        **problems(422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "imports_read",
    "summary": "Read an import",
    "description": "How far it has come, and what became of its rows. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_IMPORT_ID],
    "responses": {200: answered(ImportShape, "The import.", _FINISHED), **problems(404)},
}
REJECTED: dict[str, Any] = {
    "operation_id": "imports_rejected",
    "summary": "Download the rejected rows",
    "description": (
        "CSV (UTF-8 with its mark): the columns of the file, and a last one with the reasons. Correct it and import it "
        "again: the last column is passed over. 404 while the import is under way, and where no row was rejected. "
        "Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [_IMPORT_ID],
    "responses": {
        (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="The rows."),
        **problems(404),
    },
}
CANCEL: dict[str, Any] = {
    "operation_id": "imports_cancel",
    "summary": "Cancel an import",
    "description": "What was taken in stays. 409 once it has ended. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_IMPORT_ID, IDEMPOTENCY_KEY],
    "request": None,
    "responses": {
        200: answered(ImportShape, "Cancelled.", _FINISHED | {"status": "cancelled"}),
        **problems(400, 404, 409, 411),
    },
}
