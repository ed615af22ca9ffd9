"""`/api/v1/lists`: lists, and who stands on them."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.models import Permission
from customers.api.lists import described
from customers.api.lists.shapes import ListChange, ListRequest, MembersRequest, PageQuery, RemovalRequest
from customers.api.records.answers import customer_answer
from customers.api.records.naming import read, refusal_of
from customers.domain.lists.archive_list import archive_list, restore_list
from customers.domain.lists.make_list import make_list, rename_list
from customers.domain.lists.put_on_list import put_on_list, take_off_list
from customers.models import StaticList
from customers.queries.access import customers_to_view
from customers.queries.access_lists import list_to_edit, list_to_view, members_of
from customers.queries.attributes import attributes_of_store
from customers.queries.lists.pasted import people_in
from customers.queries.lists.shown_lists import CountedList, list_page, with_count
from customers.queries.searches.result_page import result_page

Json = dict[str, Any]


class Lists(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        asked = read(PageQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = list_page(self.token, size=asked["limit"], below=cursor.below, above=cursor.above)
        results = [_answer(self, one) for one in found.lists]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._made)

    def _made(self) -> Response:
        asked = read(ListRequest(data=self.request.data))
        try:
            made = make_list(actor=self.token, name=asked["name"])
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(_answer(self, CountedList(made, 0)), status=HTTPStatus.CREATED)


class OneList(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "PATCH": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.READ)
    def get(self, request: Request, list_id: int) -> Response:
        return Response(_counted(self, list_to_view(self.token, list_id)))

    @extend_schema(**described.CHANGE)
    def patch(self, request: Request, list_id: int) -> Response:
        static_list = list_to_edit(self.token, list_id)
        asked = read(ListChange(data=request.data))
        if "name" in asked:
            try:
                rename_list(actor=self.token, static_list=static_list, name=asked["name"])
            except ValidationError as error:
                raise refusal_of(error) from error
        return Response(_counted(self, static_list))


class ListArchive(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.ARCHIVE)
    def post(self, request: Request, list_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._archived(list_id))

    def _archived(self, list_id: int) -> Response:
        static_list = list_to_edit(self.token, list_id)
        archive_list(actor=self.token, static_list=static_list)
        return Response(_counted(self, static_list))


class ListRestore(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.RESTORE)
    def post(self, request: Request, list_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._restored(list_id))

    def _restored(self, list_id: int) -> Response:
        static_list = list_to_edit(self.token, list_id)
        try:
            restore_list(actor=self.token, static_list=static_list)
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(_counted(self, static_list))


class ListCustomers(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.CUSTOMERS)
    def get(self, request: Request, list_id: int) -> Response:
        members = members_of(self.token, list_to_view(self.token, list_id))
        asked = read(PageQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = result_page(members, before=cursor.above, after=cursor.below, size=asked["limit"])
        attributes = attributes_of_store()
        results = [customer_answer(one, attributes=attributes, zone=self.store.zone) for one in found.rows]
        return Response(page(request, results, newer=found.before, older=found.after))

    @extend_schema(**described.PUT_ON)
    def post(self, request: Request, list_id: int) -> Response:
        static_list = list_to_edit(self.token, list_id)
        asked = read(MembersRequest(data=request.data))
        ids = set(asked.get("customers", []))
        known = set(customers_to_view(self.token).filter(pk__in=ids).values_list("pk", flat=True))
        # Each stands on a line of its own, whatever a program has put into it.
        lines = [" ".join(number.split()) for number in asked.get("numbers", [])]
        people = people_in(self.token, "\n".join(lines))
        chosen = known | {customer.pk for line in people for customer in line.customers}
        try:
            put = put_on_list(
                actor=self.token,
                static_list=static_list,
                customers=customers_to_view(self.token).filter(pk__in=chosen),
                about="API",
            )
        except ValidationError as error:
            raise refusal_of(error) from error
        return Response(
            {
                "new": put.new,
                "already": put.already,
                "unknown_customers": sorted(ids - known),
                "unknown_numbers": [line.typed for line in people if not line.customers],
            }
        )


class ListRemoval(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.TAKE_OFF)
    def post(self, request: Request, list_id: int) -> Response:
        static_list = list_to_edit(self.token, list_id)
        asked = read(RemovalRequest(data=request.data))
        chosen = customers_to_view(self.token).filter(pk__in=asked["customers"])
        removed = take_off_list(actor=self.token, static_list=static_list, customers=chosen)
        return Response({"removed": removed})


def _counted(endpoint: StoreEndpoint, static_list: StaticList) -> Json:
    return _answer(endpoint, with_count(endpoint.token, static_list))


def _answer(endpoint: StoreEndpoint, counted: CountedList) -> Json:
    row, zone = counted.row, endpoint.store.zone
    archived = row.archived_at
    return {
        "id": row.pk,
        "name": row.name,
        "customers": counted.members,
        "is_usual": row.is_default,
        "created_at": row.made_at.astimezone(zone).isoformat(timespec="milliseconds"),
        "archived_at": archived.astimezone(zone).isoformat(timespec="milliseconds") if archived else None,
    }
