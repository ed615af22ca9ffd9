"""A store's first page: panels of the apps, in their order."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.registries.panels import panels_at
from accounts.web.request import StoreRequest


def dashboard(request: StoreRequest, store_slug: str) -> HttpResponse:
    panels = panels_at("dashboard", request.membership, request.membership.store)
    return render(request, "accounts/dashboard.html", {"panels": panels})
