"""`/api/v1/links`: what came of short links."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.fields import errors_in
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import refused
from accounts.models import Permission
from tracking.api import described
from tracking.api.shapes import HitQuery
from tracking.models import Hit
from tracking.queries.access import code_to_view
from tracking.queries.figures import figures_of
from tracking.queries.hits import hit_page
from tracking.queries.short_base import short_base


class LinkHits(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_VIEW}

    @extend_schema(**described.HITS)
    def get(self, request: Request, code: str) -> Response:
        link = code_to_view(self.token, code)
        query = HitQuery(data=query_in(request))
        if not query.is_valid():
            raise refused(errors_in(query.errors))
        cursor = cursor_in(query.validated_data.get("cursor", ""))
        found = hit_page(link, size=query.validated_data["limit"], below=cursor.below, above=cursor.above)
        figures = figures_of(link)
        answer: dict[str, Any] = {
            "code": figures.code,
            "url": f"{short_base(self.store)}{figures.code}",
            "target": figures.url,
            "message": figures.recipient,
            "hits": figures.hits,
            "taps": figures.taps,
            "people": figures.people,
            "previews": figures.previews,
            "scans": figures.scans,
            "unclear": figures.unclear,
            "first_click_at": self._moment(figures.first_tap_at),
            "last_click_at": self._moment(figures.last_tap_at),
        }
        results = [self._hit(hit) for hit in found.hits]
        return Response(answer | page(request, results, newer=found.newer, older=found.older))

    def _hit(self, hit: Hit) -> dict[str, Any]:
        return {
            "at": self._moment(hit.at),
            "kind": hit.kind,
            "evidence": hit.evidence,
            "method": hit.method,
            "agent": hit.agent,
        }

    def _moment(self, at: datetime | None) -> str | None:
        return at.astimezone(self.store.zone).isoformat(timespec="milliseconds") if at else None
