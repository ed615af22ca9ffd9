"""What the OpenAPI document says of the operation on links."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import answered, problems
from tracking.api.shapes import HitQuery, LinkHitsShape

_CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[0-9A-Za-z]{1,8}$"},
    OpenApiParameter.PATH,
    description="As `links[].code` of a message.",
)
_HITS = {
    "code": "h7Kq2mXd",
    "url": "https://example.jp/s/h7Kq2mXd",
    "target": "https://www.sakura-auto.example/inspection",
    "message": 41207,
    "hits": 2,
    "taps": 1,
    "people": 1,
    "previews": 1,
    "scans": 0,
    "unclear": 0,
    "first_click_at": "2026-11-23T15:20:41.120+09:00",
    "last_click_at": "2026-11-23T15:20:41.120+09:00",
    "results": [
        {
            "at": "2026-11-23T15:20:41.120+09:00",
            "kind": "person",
            "evidence": "browser",
            "method": "GET",
            "agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)",
        }
    ],
    "next": None,
    "previous": None,
}

HITS: dict[str, Any] = {
    "operation_id": "links_hits",
    "summary": "Read what came of a short link",
    "description": (
        "Figures of one code, and its single hits, the newest first, a page at a time. Only people are counted as "
        "`people`; previews and scanners stand apart. Single hits are kept for a time only. Scope: read."
    ),
    "tags": ["links"],
    "parameters": [_CODE, HitQuery],
    "responses": {200: answered(LinkHitsShape, "The link.", _HITS), **problems(404, 422)},
}
