"""What a short link answers. No cookie, nothing kept, in no search engine; pages in both languages at once."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.domain.throttle import seconds_left

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_PAGE_HEADERS = _HEADERS | {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# A browser asks again by itself; PostgreSQL that was started anew is there by then.
_BUSY_SECONDS = 3


@dataclass(frozen=True, slots=True)
class _Page:
    status: int
    heading: str | Promise
    text: str | Promise
    reload_after: int | None = None


@dataclass(frozen=True, slots=True)
class _Telling:
    language: str
    heading: str
    text: str


_UNKNOWN = _Page(
    404,
    _("There is no such link"),
    _("The address is misspelt or incomplete. Please open the link in the SMS once more, or ask the shop."),
)
_ENDED = _Page(
    410,
    _("This link has ended"),
    _(
        "The shop had set a time for it, and that time has passed. Please ask the shop if you need to know more."
    ),
)
_SLOW = _Page(
    429,
    _("Please wait a little"),
    _(
        "From your connection many links were asked for that there are not. Please open the link in the SMS again in "
        "ten minutes."
    ),
)
_BUSY = _Page(
    503,
    _("One moment, please"),
    _("The link cannot be opened just now. This page tries again by itself in a few seconds."),
    reload_after=_BUSY_SECONDS,
)
_PROVED = _Page(
    200,
    _("This domain leads to smsnotify"),
    _("That is proved now. New short links of the store begin with this domain."),
)


def leads_to(url: str) -> HttpResponse:
    return HttpResponse(status=302, headers=_HEADERS | {"Location": url, "Content-Length": "0"})


def unknown() -> HttpResponse:
    return _answer(_UNKNOWN)


def ended() -> HttpResponse:
    return _answer(_ENDED)


def slow() -> HttpResponse:
    return _answer(_SLOW, {"Retry-After": str(seconds_left())})


def busy() -> HttpResponse:
    return _answer(_BUSY, {"Retry-After": str(_BUSY_SECONDS)})


def proved() -> HttpResponse:
    return _answer(_PROVED)


def wrong_method() -> HttpResponse:
    return HttpResponse(status=405, headers=_HEADERS | {"Allow": "GET, HEAD"})


def _answer(page: _Page, more: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(_written(page), status=page.status, headers=_PAGE_HEADERS | (more or {}))


# Made once: guessers get many of them.
@cache
def _written(page: _Page) -> bytes:
    tellings = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            tellings.append(_Telling(language, str(page.heading), str(page.text)))
    context = {"tellings": tellings, "reload_after": page.reload_after}
    return render_to_string("tracking/answers/answer.html", context).encode()
