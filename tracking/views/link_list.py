"""Of a store's links."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.web.request import StoreRequest


def link_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    return render(request, "tracking/link_list.html")
