"""The store in the address, the language of the person."""

from collections.abc import Callable
from contextvars import Token
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from accounts.queries.memberships import membership_in
from accounts.tenancy.scope import Scope, enter_store, leave
from accounts.tenancy.statements import TooSlow
from accounts.web.last_person import remember_person
from accounts.web.parked_form import forget_old_form, park_form
from accounts.web.uploads import read_over_file

Next = Callable[[HttpRequest], HttpResponseBase]


class StoreMiddleware:
    """Opens the scope of the store named in the address (`/stores/{slug}/`), for its members only.

    Without a membership the answer is 404, as for a store that does not exist. Streamed answers run after this
    and open a scope of their own.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.membership = None  # type: ignore[attr-defined]
        request.scope_token = None  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            token: Token[Scope | None] | None = request.scope_token  # type: ignore[attr-defined]
            if token is not None:
                leave(token)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        slug = kwargs.get("store_slug")
        if slug is None:
            return None
        if not request.user.is_authenticated:
            if hasattr(view, "takes_file"):
                read_over_file(request)
            park_form(request)
            return redirect_to_login(request.get_full_path())
        membership = membership_in(request.user, slug)
        request.membership = membership  # type: ignore[attr-defined]
        request.scope_token = enter_store(membership.store_id)  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A search that took too long is nobody's fault: a page says what to do; a live part says it in its place."""
        if not isinstance(exception, TooSlow) or request.path.startswith("/api/"):
            return None
        if getattr(request, "htmx", False):
            return render(request, "parts/too_slow.html")
        return render(request, "503_too_slow.html", status=503)


class PersonMiddleware:
    """The signed-in person's own language before the browser's; the browser remembers whose it was last."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or "ja"
            forget_old_form(request)
        response = self.get_response(request)
        remember_person(request, response)
        return response
