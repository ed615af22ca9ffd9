"""The product's web process, but for its look-up and its hit: the first middleware sends every tap on at once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from bench.tapped import TARGET


class Bare:
    """Where the product's stands (tracking/web/redirects.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._others = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/s/"):
            return HttpResponse(status=302, headers={"Location": TARGET, "Content-Length": "0"})
        return self._others(request)


# Before the application is made, which reads them once.
settings.MIDDLEWARE = [f"{__name__}.Bare", *settings.MIDDLEWARE]

from smsnotify.wsgi import application  # noqa: E402

__all__ = ["Bare", "application"]
