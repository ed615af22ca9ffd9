"""What was typed when the session had ended: kept until the person has signed in again, then given back.

Nothing is ever sent from here: a parked form only fills the page anew, and the person presses the button again.
Whoever signs in on the same browser instead does not see it. After an hour nobody does: it goes with the next page that
somebody signed in opens, and a session in which nobody is signed in ends with it.
"""

import time
from typing import Any

from django.http import HttpRequest, QueryDict

from accounts.web.last_person import person_of

_KEY = "parked_form"
# A form field that belongs to the moment, not to what was typed.
_MOMENTARY = "csrfmiddlewaretoken"
# Percent-encoded: a thousand pasted lines with names and addresses.
_LONGEST = 2_000_000
# Names, numbers and texts of people: long enough to sign in again, not for the session's two weeks.
KEPT_FOR_SECONDS = 60 * 60


def park_form(request: HttpRequest) -> None:
    """Keep a form of a store's page that cannot be taken now.

    Not kept: files, passwords, very long forms, and the forms of a browser on which nobody has signed in (a
    stranger fills no table of ours).
    """
    person = person_of(request)
    if request.method != "POST" or person is None or not _of_a_store(request):
        return
    if len(request.POST.urlencode()) > _LONGEST:
        return
    typed = {name: request.POST.getlist(name) for name in request.POST if _may_be_kept(name)}
    request.session[_KEY] = {"person": person, "path": request.path, "typed": typed, "at": time.time()}
    if not request.user.is_authenticated:
        # Signing in sets it anew.
        request.session.set_expiry(KEPT_FOR_SECONDS)


def forget_old_form(request: HttpRequest) -> None:
    """Of somebody signed in, whatever page is asked for."""
    parked: dict[str, Any] | None = request.session.get(_KEY)
    if parked is not None and not _is_fresh(parked):
        del request.session[_KEY]


def unpark_form(request: HttpRequest) -> QueryDict | None:
    """What this person typed on this very address, once. Another person's is thrown away."""
    parked: dict[str, Any] | None = request.session.get(_KEY)
    if parked is None:
        return None
    is_theirs = request.user.is_authenticated and parked.get("person") == request.user.pk
    if is_theirs and _is_fresh(parked) and parked["path"] != request.path:
        return None
    del request.session[_KEY]
    if not is_theirs or not _is_fresh(parked):
        return None
    typed = QueryDict(mutable=True)
    for name, values in parked["typed"].items():
        typed.setlist(name, values)
    return typed


def _is_fresh(parked: dict[str, Any]) -> bool:
    return bool(time.time() - parked.get("at", 0) < KEPT_FOR_SECONDS)


def _of_a_store(request: HttpRequest) -> bool:
    return request.resolver_match is not None and "store_slug" in request.resolver_match.kwargs


def _may_be_kept(name: str) -> bool:
    return name != _MOMENTARY and "password" not in name.lower()
