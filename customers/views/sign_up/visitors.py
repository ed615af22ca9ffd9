"""What every page for visitors needs: the store of the address, its scope, and the visitor's language."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from accounts.tenancy.scope import store_scope
from accounts.web.visitor_language import spoken, visitor_language
from customers.queries.sign_up.pages import Joining, joining, store_to_join

View = Callable[Concatenate[HttpRequest, Joining, ...], HttpResponse]


def for_visitors(view: View) -> Callable[..., HttpResponse]:
    """Calls the view with what the visitor sees, in the store's scope and the visitor's language.

    No store of this name, one that is not at work, and a page that is closed answer alike: 404, in plain words. The
    language can be chosen in the address (`?language=en`): that needs neither a cookie nor a script.
    """

    @wraps(view)
    def answered(request: HttpRequest, join_slug: str, **further: Any) -> HttpResponse:
        language = visitor_language(request)
        with translation.override(language):
            store = store_to_join(join_slug)
            if store is None:
                return _closed(request, language)
            with store_scope(store.pk):
                shown = joining(store, language=language)
                if shown is None:
                    return _closed(request, language)
                return spoken(view(request, shown, **further), language)

    return never_cache(answered)


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "customers/join/closed.html", status=404)


def _closed(request: HttpRequest, language: str) -> HttpResponse:
    return spoken(closed(request), language)
