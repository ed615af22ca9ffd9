"""A store's templates."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.web.request import StoreRequest


def template_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    return render(request, "templates_app/list.html")
