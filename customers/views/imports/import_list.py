"""`imports/`: the store's imports, the newest first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.web.addresses import id_named
from accounts.web.request import StoreRequest
from customers.models import Import
from customers.queries.imports.import_list import import_page
from customers.queries.imports.states import maker_of, state_of


@require_GET
def imports(request: StoreRequest, store_slug: str) -> HttpResponse:
    found = import_page(
        request.membership, below=id_named(request.GET, "before"), above=id_named(request.GET, "after")
    )
    context = {
        "found": found,
        "rows": [_row(spreadsheet) for spreadsheet in found.imports],
        "newer_url": _page_url("after", found.newer),
        "older_url": _page_url("before", found.older),
    }
    return render(request, "customers/imports/list.html", context)


def _row(spreadsheet: Import) -> dict[str, Any]:
    return {
        "spreadsheet": spreadsheet,
        "state": state_of(spreadsheet),
        "maker": maker_of(spreadsheet),
        "begun": spreadsheet.started_at is not None,
    }


def _page_url(name: str, anchor: int | None) -> str:
    return "" if anchor is None else "?" + urlencode({name: anchor})
