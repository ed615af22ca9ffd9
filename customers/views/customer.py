"""A customer's page (顧客カルテ)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Permission
from accounts.registries.panels import panels_at
from accounts.web.request import StoreRequest
from customers.queries.access import customer_to_view
from customers.queries.assets import assets_of
from customers.queries.attributes import attributes_by_kind
from customers.queries.contacts import contact_of
from customers.queries.numbers import sharing_number_with
from customers.queries.suppressions import ended_stops_of, stop_state
from customers.views.record_rows import attribute_rows, record_rows


@require_GET
def customer_page(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    membership = request.membership
    customer = customer_to_view(membership, customer_id)
    attributes = attributes_by_kind()
    context = {
        "customer": customer,
        "contact": contact_of(customer),
        "record_rows": record_rows(customer),
        "attribute_rows": attribute_rows(customer, attributes[None]),
        "assets": assets_of(customer, store=membership.store, attributes=attributes),
        "sharing": sharing_number_with(customer),
        "stop": stop_state(store=membership.store, phone=customer.mobile),
        "ended_stops": ended_stops_of(customer.mobile or ""),
        "actions": panels_at("customer_actions", membership, customer),
        "panels": panels_at("customer", membership, customer),
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
        "may_stop": membership.may(Permission.SUPPRESSIONS_ADD),
        "may_lift": membership.may(Permission.SUPPRESSIONS_LIFT),
    }
    return render(request, "customers/customer.html", context)
