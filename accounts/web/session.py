"""Sessions, for whatever stands in the cookie."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest


class PlainSessionMiddleware(SessionMiddleware):
    """A key that Django cannot have made (a NUL, which PostgreSQL refuses) is no key, not an error."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").isalnum():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)
