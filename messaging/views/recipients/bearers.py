"""What every page of a recipient needs: the person behind the code, the store's scope, the person's language."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.tenancy.scope import store_scope
from accounts.web.client_address import client_address
from accounts.web.visitor_language import spoken, visitor_language
from messaging.models import RecipientCode
from messaging.queries.recipients.bearer import Bearer, bearer_of
from tracking.domain.throttle import is_throttled, network_of, note_unknown, seconds_left

View = Callable[[HttpRequest, Bearer], HttpResponse]
Answer = TypeVar("Answer", bound=HttpResponse)


def for_bearer(kind: RecipientCode.Kind) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """Calls the view with whoever the code of the address was sent to, in the store's scope and their language.

    A form here needs no token: nothing in the browser says who somebody is, only the code in the address does, and who
    knows it needs nobody else's browser. So the pages need no cookie.
    """

    def opened(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answered(request: HttpRequest, code: str) -> HttpResponse:
            language = visitor_language(request)
            with translation.override(language):
                return _unlisted(spoken(_answer(request, kind, code, view), language))

        return answered

    return opened


def _answer(request: HttpRequest, kind: RecipientCode.Kind, code: str, view: View) -> HttpResponse:
    bearer = bearer_of(kind, code)
    if bearer is None:
        return _unknown(request)
    with store_scope(bearer.store.pk):
        return view(request, bearer)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Only what there is not is refused to a network that guesses: codes of 58 bits and more are not found by trying,
    and nobody behind a carrier's shared address may be kept from stopping messages by a neighbour.
    """
    network = network_of(client_address(request))
    if is_throttled(network):
        slow = render(request, "messaging/recipients/slow.html", status=429)
        slow.headers["Retry-After"] = str(seconds_left())
        return slow
    note_unknown(network)
    return render(request, "messaging/recipients/unknown.html", status=404)


def _unlisted(answer: Answer) -> Answer:
    """No search engine lists it, and no page that is opened from here learns the address."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
