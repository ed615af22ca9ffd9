"""The list of customers with its search box."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.models import Permission
from accounts.web.addresses import id_named
from accounts.web.request import StoreRequest
from customers.queries.access import customers_to_view
from customers.queries.customer_list import customer_list
from customers.text_search import LONGEST_QUERY


@require_GET
@vary_on_headers("HX-Request")
def customers(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The whole page; for the search box's live requests the results alone."""
    typed = request.GET.get("q", "")[:LONGEST_QUERY]
    found = customer_list(
        customers_to_view(request.membership),
        store=request.membership.store,
        typed=typed,
        before=id_named(request.GET, "before"),
        after=id_named(request.GET, "after"),
    )
    context = {
        "typed": typed,
        "longest_query": LONGEST_QUERY,
        "found": found,
        "previous_url": _page_url(typed, "before", found.before),
        "next_url": _page_url(typed, "after", found.after),
        "may_edit": request.membership.may(Permission.CUSTOMERS_EDIT),
    }
    live = request.htmx and not request.htmx.history_restore_request
    return render(request, "customers/parts/results.html" if live else "customers/list.html", context)


def _page_url(typed: str, name: str, anchor: int | None) -> str:
    if anchor is None:
        return ""
    return "?" + urlencode(({"q": typed} if typed.strip() else {}) | {name: anchor})
