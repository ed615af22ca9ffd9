"""`/api/v1/customers`: finding, reading, entering and changing customers."""

from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.models import Permission
from customers.api.records import described
from customers.api.records.answers import Json, customer_answer
from customers.api.records.naming import by_id, phones, read, refusal_of, staff
from customers.api.records.shapes import CustomerChange, CustomerQuery, CustomerRequest
from customers.domain.save_customer import CustomerValues, save_customer
from customers.models import Customer
from customers.phone import phone_from, telephone_from
from customers.queries.access import customer_to_edit, customer_to_view
from customers.queries.attributes import attributes_of_store
from customers.queries.records_list import Span, customers_page

_NUMBERS = {"mobile": phone_from, "landline": telephone_from}


class Customers(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.CUSTOMERS_LIST)
    def get(self, request: Request) -> Response:
        asked = read(CustomerQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = customers_page(
            self.token,
            Span(asked["limit"], below=cursor.below, above=cursor.above),
            phone=self._phone(asked),
            number=asked.get("number", ""),
            typed=asked.get("q", ""),
            updated_since=asked.get("updated_since"),
        )
        attributes = attributes_of_store()
        results = [customer_answer(one, attributes=attributes, zone=self.store.zone) for one in found.rows]
        return Response(page(request, results, newer=found.newer, older=found.older))

    def _phone(self, asked: dict[str, Any]) -> str:
        if "phone" not in asked:
            return ""
        found = phones(asked, {"phone": phone_from}, countries=self.store.allowed_countries)
        return found["phone"] or ""

    @extend_schema(**described.CUSTOMERS_CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._entered)

    def _entered(self) -> Response:
        asked = read(CustomerRequest(data=self.request.data))
        return Response(saved(self, None, asked), status=HTTPStatus.CREATED)


class OneCustomer(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "PATCH": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.CUSTOMERS_READ)
    def get(self, request: Request, customer_id: int) -> Response:
        customer = customer_to_view(self.token, customer_id)
        return Response(customer_answer(customer, attributes=attributes_of_store(), zone=self.store.zone))

    @extend_schema(**described.CUSTOMERS_CHANGE)
    def patch(self, request: Request, customer_id: int) -> Response:
        customer = customer_to_edit(self.token, customer_id)
        return Response(saved(self, customer, read(CustomerChange(data=request.data))))


def saved(endpoint: StoreEndpoint, customer: Customer | None, asked: dict[str, Any]) -> Json:
    """The customer with what is asked for, as it is answered. Raises ApiProblem."""
    token, store = endpoint.token, endpoint.store
    attributes = attributes_of_store()
    values = asked | phones(asked, _NUMBERS, countries=store.allowed_countries)
    if "staff" in asked:
        values["staff"] = staff(token, asked["staff"])
    if "attributes" in asked:
        values["attributes"] = by_id(asked["attributes"], attributes, field="attributes")
    try:
        record = save_customer(actor=token, customer=customer, values=cast(CustomerValues, values))
    except ValidationError as error:
        raise refusal_of(error, attributes=attributes) from error
    return customer_answer(customer_to_view(token, record.pk), attributes=attributes, zone=store.zone)
