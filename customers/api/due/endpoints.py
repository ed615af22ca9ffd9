"""`/api/v1/due`: what falls due, day after day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.described import problems
from accounts.api.endpoint import StoreEndpoint
from accounts.api.pages import query_in
from accounts.api.problems import field_error, refused
from accounts.models import Permission
from customers.api.due.shapes import DuePageShape, DueQuery
from customers.api.records.naming import read
from customers.criteria.due_window import DueWindow
from customers.queries.access_due import due_kind_to_view
from customers.queries.due.due_list import DueRow, Place, due_page, last_sent

_ROW = {
    "due_on": "2027-03-31",
    "days_left": 128,
    "asset": 77,
    "asset_label": "プリウス 白",
    "asset_number": "品川 300 あ 12-34",
    "asset_sms_flag": True,
    "customer": 318,
    "customer_name": "山田 太郎",
    "customer_sms_flag": True,
    "mobile": "+819012345678",
    "stopped": False,
    "last_message": {"at": "2026-11-23T15:04:05.120+09:00", "result": "送達"},
}
_LIST: dict[str, Any] = {
    "operation_id": "due_list",
    "summary": "List what falls due",
    "description": "Of one kind, in a window of days, a page at a time. Scope: read or customers.",
    "tags": ["assets"],
    "parameters": [DueQuery],
    "responses": {
        200: OpenApiResponse(
            DuePageShape,
            description="A page.",
            examples=[
                OpenApiExample(
                    "answered", value={"results": [_ROW], "next": None, "previous": None}, response_only=True
                )
            ],
        ),
        **problems(404, 422),
    },
}


class Due(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW}

    @extend_schema(**_LIST)
    def get(self, request: Request) -> Response:
        asked = read(DueQuery(data=query_in(request)))
        kind = due_kind_to_view(self.token, int(asked["kind"]))
        end, place = _place(asked.get("cursor", ""))
        found = due_page(
            self.token,
            DueWindow(kind.pk, asked.get("from"), asked.get("to")),
            before=place if end == "before" else None,
            after=place if end == "after" else None,
            size=asked["limit"],
        )
        return Response(
            {
                "results": [_answer(self, row) for row in found.rows],
                "next": _address(request, "after", found.after),
                "previous": _address(request, "before", found.before),
            }
        )


def _place(cursor: str) -> tuple[str, Place | None]:
    """Raises ApiProblem for a day that there is not."""
    end, _dash, rest = cursor.partition("-")
    if not rest:
        return "", None
    day, _dot, asset_id = rest.partition(".")
    try:
        return end, (date.fromisoformat(day), int(asset_id))
    except ValueError as error:
        words = _("Take the cursor from next or previous.")
        raise refused([field_error("cursor", "invalid", words)]) from error


def _address(request: Request, end: str, place: Place | None) -> str | None:
    if place is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = f"{end}-{place[0].isoformat()}.{place[1]}"
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _answer(endpoint: StoreEndpoint, row: DueRow) -> dict[str, Any]:
    sent = last_sent(row, endpoint.store)
    return {
        "due_on": row.due.date.isoformat(),
        "days_left": row.days_left,
        "asset": row.asset.pk,
        "asset_label": row.asset.label,
        "asset_number": row.asset.number,
        "asset_sms_flag": row.asset.sms_flag,
        "customer": row.customer.pk,
        "customer_name": str(row.customer),
        "customer_sms_flag": row.customer.sms_flag,
        "mobile": row.customer.mobile or None,
        "stopped": row.stopped,
        "last_message": {"at": sent.isoformat(timespec="milliseconds"), "result": str(row.last.word)}
        if sent and row.last
        else None,
    }
