"""`/api/v1/segments`: saved searches, and whom they find."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.fields import StrictRequest, errors_in
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import ApiProblem, FieldError, field_error, refused
from accounts.models import Actor, Permission
from customers.api.records.answers import customer_answer
from customers.api.segments import described
from customers.api.segments.shapes import PageQuery, PreviewRequest, SegmentChange, SegmentRequest
from customers.criteria import CriteriaRefused, SearchField
from customers.domain.searches.save_segment import archive_segment, save_segment
from customers.models import Segment
from customers.queries.access_segments import segment_to_edit, segment_to_view
from customers.queries.attributes import attributes_of_store
from customers.queries.searches import words
from customers.queries.searches.fields import search_fields
from customers.queries.searches.found import Search, assets_found, customers_found, search_in
from customers.queries.searches.result_page import exact_count, result_page
from customers.queries.searches.saved import search_of
from customers.queries.searches.segment_list import segment_page

Json = dict[str, Any]


class Segments(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        asked = _read(PageQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = segment_page(self.token, size=asked["limit"], below=cursor.below, above=cursor.above)
        fields = search_fields()
        results = [_answer(segment, fields, self.token) for segment in found.segments]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._saved)

    def _saved(self) -> Response:
        asked = _read(SegmentRequest(data=self.request.data))
        search = _search_in(asked["criteria"], asked["of"])
        return Response(_kept(self.token, None, asked, search), status=HTTPStatus.CREATED)


class SegmentPreview(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_VIEW}

    @extend_schema(**described.PREVIEW)
    def post(self, request: Request) -> Response:
        asked = _read(PreviewRequest(data=request.data))
        return Response({"count": _count(self.token, _search_in(asked["criteria"], asked["of"]))})


class OneSegment(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "PATCH": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.READ)
    def get(self, request: Request, segment_id: int) -> Response:
        return Response(_answer(segment_to_view(self.token, segment_id), search_fields(), self.token))

    @extend_schema(**described.CHANGE)
    def patch(self, request: Request, segment_id: int) -> Response:
        segment = segment_to_edit(self.token, segment_id)
        asked = _read(SegmentChange(data=request.data))
        search = _search_in(asked["criteria"], segment.of) if "criteria" in asked else None
        return Response(_kept(self.token, segment, asked, search))


class SegmentArchive(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ARCHIVE)
    def post(self, request: Request, segment_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._archived(segment_id))

    def _archived(self, segment_id: int) -> Response:
        segment = archive_segment(actor=self.token, segment=segment_to_edit(self.token, segment_id))
        return Response(_answer(segment, search_fields(), self.token))


class SegmentCustomers(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW}

    @extend_schema(**described.CUSTOMERS)
    def get(self, request: Request, segment_id: int) -> Response:
        search = _search_of(segment_to_view(self.token, segment_id))
        asked = _read(PageQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = result_page(
            customers_found(self.token, search), before=cursor.above, after=cursor.below, size=asked["limit"]
        )
        attributes = attributes_of_store()
        results = [customer_answer(one, attributes=attributes, zone=self.store.zone) for one in found.rows]
        return Response(page(request, results, newer=found.before, older=found.after))


class SegmentCount(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW}

    @extend_schema(**described.COUNT)
    def get(self, request: Request, segment_id: int) -> Response:
        search = _search_of(segment_to_view(self.token, segment_id))
        return Response({"count": _count(self.token, search)})


def _read(asked: StrictRequest) -> Json:
    if not asked.is_valid():
        raise refused(errors_in(asked.errors))
    found: Json = asked.validated_data
    return found


def _search_in(criteria: object, of: str) -> Search:
    try:
        return search_in(criteria, of=of)
    except CriteriaRefused as error:
        raise refused(_errors(error)) from error


def _search_of(segment: Segment) -> Search:
    try:
        return search_of(segment)
    except CriteriaRefused as error:
        raise refused(_errors(error)) from error


def _errors(error: CriteriaRefused) -> list[FieldError]:
    return [
        field_error(f"criteria.{fault.place}".rstrip("."), fault.code, words.fault_words(fault))
        for fault in error.faults[:10]
    ]


def _count(actor: Actor, search: Search) -> int:
    if search.of_assets:
        return exact_count(assets_found(actor, search))
    return exact_count(customers_found(actor, search))


def _kept(actor: Actor, segment: Segment | None, asked: Json, search: Search | None) -> Json:
    """The segment as it is kept now. Raises ApiProblem."""
    try:
        saved = save_segment(
            actor=actor,
            segment=segment,
            name=asked.get("name", segment.name if segment else ""),
            search=search,
            columns=asked.get("columns"),
            file_columns=asked.get("file_columns"),
        )
    except ValidationError as error:
        raise _refusal(error) from error
    return _answer(saved, search_fields(), actor)


def _refusal(error: ValidationError) -> ApiProblem:
    found = error.message_dict.items()
    return refused([field_error(name, "invalid", text) for name, texts in found for text in texts])


def _answer(segment: Segment, fields: Mapping[str, SearchField], actor: Actor) -> Json:
    try:
        shown, broken = words.described(search_of(segment, fields).criteria, fields), []
    except CriteriaRefused as error:
        shown, broken = "", _errors(error)

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(actor.store.zone).isoformat(timespec="milliseconds") if at else None

    return {
        "id": segment.pk,
        "name": segment.name,
        "of": segment.of,
        "criteria": segment.criteria.get("tree"),
        "described": shown,
        "columns": segment.columns,
        "file_columns": segment.file_columns,
        "broken": broken,
        "created_at": moment(segment.made_at),
        "updated_at": moment(segment.changed_at),
        "archived_at": moment(segment.archived_at),
    }
