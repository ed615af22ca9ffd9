"""Who was signed in last on this browser: outlives the session, and is no sign-in.

A signed cookie with the person's id. It lets a form that was typed in a session that has ended be given back to the
person who typed it, and to nobody else.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_COOKIE = "smsnotify_person"
_SALT = "accounts.web.last_person"
# Longer than a session lasts.
_KEPT_FOR = timedelta(seconds=settings.SESSION_COOKIE_AGE) + timedelta(days=30)


def person_of(request: HttpRequest) -> int | None:
    """The id of whoever is signed in or, once the session has ended, was last; None for a browser nobody used."""
    if request.user.is_authenticated:
        return request.user.pk
    return _remembered(request)


def remember_person(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note on the browser who is signed in; nothing when it is noted already, or nobody is."""
    if not request.user.is_authenticated or _remembered(request) == request.user.pk:
        return
    response.set_signed_cookie(
        _COOKIE,
        str(request.user.pk),
        salt=_SALT,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _remembered(request: HttpRequest) -> int | None:
    """None where the note is missing, forged or too old."""
    noted = request.get_signed_cookie(_COOKIE, default=None, salt=_SALT, max_age=_KEPT_FOR)
    return int(noted) if noted else None
