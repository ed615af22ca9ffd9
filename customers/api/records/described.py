"""What the OpenAPI document says of each operation on customers and assets."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from customers.api.records.shapes import (
    AssetChange,
    AssetKindsShape,
    AssetPageShape,
    AssetQuery,
    AssetRequest,
    AssetShape,
    AttributesShape,
    CustomerChange,
    CustomerPageShape,
    CustomerQuery,
    CustomerRequest,
    CustomerShape,
)

_NEW_CUSTOMER = {
    "number": "K-1024",
    "name": "山田 太郎",
    "kana": "ヤマダ タロウ",
    "mobile": "090-1234-5678",
    "attributes": {"会員ランク": "ゴールド"},
}
_CUSTOMER = {
    "id": 318,
    "number": "K-1024",
    "kind": "person",
    "name": "山田 太郎",
    "kana": "ヤマダ タロウ",
    "company_name": "",
    "mobile": "+819012345678",
    "landline": None,
    "postal_code": "",
    "address": "",
    "email": "",
    "staff": None,
    "language": "ja",
    "attributes": {"会員ランク": "ゴールド"},
    "notes": "",
    "sms_flag": False,
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "updated_at": "2026-11-23T15:04:05.120+09:00",
}
_NEW_ASSET = {
    "customer": 318,
    "kind": "車両",
    "label": "プリウス 白",
    "number": "品川 300 あ 12-34",
    "dues": {"車検": "2027-03-31"},
}
_ASSET = _NEW_ASSET | {
    "id": 77,
    "attributes": {},
    "notes": "",
    "sms_flag": False,
    "archived_at": None,
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "updated_at": "2026-11-23T15:04:05.120+09:00",
}
_ATTRIBUTE = {"id": 5, "name": "会員ランク", "kind": "choice", "choices": ["ゴールド", "シルバー"]}
_KIND = {"id": 2, "name": "車両", "attributes": [], "due_kinds": [{"id": 9, "name": "車検"}]}


def _row(name: str) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        OpenApiParameter.PATH,
        description="As `id` in answers.",
    )


def _page(value: Any) -> dict[str, Any]:
    return {"results": [value], "next": None, "previous": None}


_CUSTOMERS, _ASSETS = ["customers"], ["assets"]
_CUSTOMER_ID, _ASSET_ID = _row("customer_id"), _row("asset_id")

CUSTOMERS_LIST: dict[str, Any] = {
    "operation_id": "customers_list",
    "summary": "List customers",
    "description": "The newest first, a page at a time. Scope: read or customers.",
    "tags": _CUSTOMERS,
    "parameters": [CustomerQuery],
    "responses": {200: answered(CustomerPageShape, "A page.", _page(_CUSTOMER)), **problems(422)},
}
CUSTOMERS_CREATE: dict[str, Any] = {
    "operation_id": "customers_create",
    "summary": "Enter a customer",
    "description": "A customer number that is taken is refused; a mobile number may be shared. Scope: customers.",
    "tags": _CUSTOMERS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": CustomerRequest,
    "examples": asked_with(_NEW_CUSTOMER),
    "responses": {
        201: answered(CustomerShape, "Entered.", _CUSTOMER),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
CUSTOMERS_READ: dict[str, Any] = {
    "operation_id": "customers_read",
    "summary": "Read a customer",
    "description": "Scope: read or customers.",
    "tags": _CUSTOMERS,
    "parameters": [_CUSTOMER_ID],
    "responses": {200: answered(CustomerShape, "The customer.", _CUSTOMER), **problems(404)},
}
CUSTOMERS_CHANGE: dict[str, Any] = {
    "operation_id": "customers_change",
    "summary": "Change a customer",
    "description": "What is given is set, what is left out stays. Scope: customers.",
    "tags": _CUSTOMERS,
    "parameters": [_CUSTOMER_ID],
    "request": CustomerChange,
    "examples": asked_with({"attributes": {"会員ランク": None}, "sms_flag": True}),
    "responses": {
        200: answered(CustomerShape, "As it is now.", _CUSTOMER),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
ATTRIBUTES_LIST: dict[str, Any] = {
    "operation_id": "attributes_list",
    "summary": "List the store's own fields of customers",
    "description": "The names under which `attributes` of a customer are given. Scope: read or customers.",
    "tags": _CUSTOMERS,
    "responses": {200: answered(AttributesShape, "All.", {"results": [_ATTRIBUTE]}), **problems()},
}
KINDS_LIST: dict[str, Any] = {
    "operation_id": "asset_kinds_list",
    "summary": "List the kinds of assets",
    "description": "With their fields and what falls due for them. Scope: read or customers.",
    "tags": _ASSETS,
    "responses": {200: answered(AssetKindsShape, "All.", {"results": [_KIND]}), **problems()},
}
ASSETS_LIST: dict[str, Any] = {
    "operation_id": "assets_list",
    "summary": "List assets",
    "description": "The newest first, a page at a time, archived ones too. Scope: read or customers.",
    "tags": _ASSETS,
    "parameters": [AssetQuery],
    "responses": {200: answered(AssetPageShape, "A page.", _page(_ASSET)), **problems(422)},
}
ASSETS_CREATE: dict[str, Any] = {
    "operation_id": "assets_create",
    "summary": "Add an asset to a customer",
    "description": "A vehicle, a lease, an insurance, with what falls due. Scope: customers.",
    "tags": _ASSETS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": AssetRequest,
    "examples": asked_with(_NEW_ASSET),
    "responses": {
        201: answered(AssetShape, "Added.", _ASSET),
        **problems(400, 404, 409, 411, 413, 415, 422),
    },
}
ASSETS_READ: dict[str, Any] = {
    "operation_id": "assets_read",
    "summary": "Read an asset",
    "description": "Scope: read or customers.",
    "tags": _ASSETS,
    "parameters": [_ASSET_ID],
    "responses": {200: answered(AssetShape, "The asset.", _ASSET), **problems(404)},
}
ASSETS_CHANGE: dict[str, Any] = {
    "operation_id": "assets_change",
    "summary": "Change an asset",
    "description": "What is given is set, what is left out stays; a due date of null is taken away. Scope: customers.",
    "tags": _ASSETS,
    "parameters": [_ASSET_ID],
    "request": AssetChange,
    "examples": asked_with({"dues": {"車検": "2029-03-31"}}),
    "responses": {
        200: answered(AssetShape, "As it is now.", _ASSET),
        **problems(400, 404, 411, 413, 415, 422),
    },
}


def _archiving(operation_id: str, summary: str, words: str, archived_at: str | None) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "summary": summary,
        "description": words,
        "tags": _ASSETS,
        "parameters": [_ASSET_ID, IDEMPOTENCY_KEY],
        "request": None,
        "responses": {
            200: answered(AssetShape, "As it is now.", _ASSET | {"archived_at": archived_at}),
            **problems(400, 404, 409, 411),
        },
    }


ASSETS_ARCHIVE = _archiving(
    "assets_archive",
    "Put an asset among those that were sold or have ended",
    "It is due no more, and stays readable. Doing it twice changes nothing. Scope: customers.",
    "2026-11-23T15:04:05.120+09:00",
)
ASSETS_RESTORE = _archiving(
    "assets_restore",
    "Make an archived asset current again",
    "Doing it twice changes nothing. Scope: customers.",
    None,
)
