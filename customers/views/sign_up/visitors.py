"""What every page for visitors needs: the store of the address, its scope, and the visitor's language."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from accounts.tenancy.scope import store_scope
from customers.queries.sign_up.pages import Joining, joining, store_to_join

View = Callable[Concatenate[HttpRequest, Joining, ...], HttpResponse]


def for_visitors(view: View) -> Callable[..., HttpResponse]:
    """Calls the view with what the visitor sees, in the store's scope and the visitor's language.

    No store of this name, one that is not at work, and a page that is closed answer alike: 404, in plain words. The
    language can be chosen in the address (`?language=en`): that needs neither a cookie nor a script.
    """

    @wraps(view)
    def answered(request: HttpRequest, join_slug: str, **further: Any) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            store = store_to_join(join_slug)
            if store is None:
                return _closed(request, language)
            with store_scope(store.pk):
                shown = joining(store, language=language)
                if shown is None:
                    return _closed(request, language)
                return _spoken(view(request, shown, **further), language)

    return never_cache(answered)


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "customers/join/closed.html", status=404)


def _closed(request: HttpRequest, language: str) -> HttpResponse:
    return _spoken(closed(request), language)


def _spoken(response: HttpResponse, language: str) -> HttpResponse:
    response.headers["Content-Language"] = language
    return response


def _language(request: HttpRequest) -> str:
    chosen = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else (translation.get_language() or settings.LANGUAGE_CODE)
