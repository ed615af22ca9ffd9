"""What was typed when the session had ended: kept until the person has signed in again, then given back.

Nothing is ever sent from here: a parked form only fills the page anew, and the person presses the button again.
"""

from typing import Any

from django.http import HttpRequest, QueryDict

_KEY = "parked_form"
# Form fields that belong to the moment, not to what was typed.
_MOMENTARY = {"csrfmiddlewaretoken", "password"}
# Percent-encoded: a thousand pasted lines with names and addresses.
_LONGEST = 2_000_000


def park_form(request: HttpRequest) -> None:
    """Keep a form that cannot be taken now. Files and very long forms are not kept."""
    if request.method != "POST" or len(request.POST.urlencode()) > _LONGEST:
        return
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in _MOMENTARY}
    request.session[_KEY] = {"path": request.path, "typed": typed}


def unpark_form(request: HttpRequest) -> QueryDict | None:
    """What was typed on this very address, once."""
    parked: dict[str, Any] | None = request.session.get(_KEY)
    if parked is None or parked["path"] != request.path:
        return None
    del request.session[_KEY]
    typed = QueryDict(mutable=True)
    for name, values in parked["typed"].items():
        typed.setlist(name, values)
    return typed
