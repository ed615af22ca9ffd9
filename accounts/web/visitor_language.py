"""The language of whoever is not signed in: by the address or the browser, without a cookie or a script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def visitor_language(request: HttpRequest) -> str:
    """What the address asks for (`?language=en`), else what the browser does."""
    chosen = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else (translation.get_language() or settings.LANGUAGE_CODE)


def spoken(response: HttpResponse, language: str) -> HttpResponse:
    """The same answer, saying which language it is in."""
    response.headers["Content-Language"] = language
    return response
