"""What no endpoint answers: addresses that there are not, hosts that are not ours, and our own faults.

Django's handlers: a page for people, a problem for programs.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import NotFound, ParseError

from accounts.api.problems import problem_response

_API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return defaults.bad_request(request, exception)
    return problem_response(HTTPStatus.BAD_REQUEST, ParseError.default_detail)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return defaults.page_not_found(request, exception)
    return problem_response(HTTPStatus.NOT_FOUND, NotFound.default_detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """What happened stands in the log."""
    if not request.path.startswith(_API):
        return defaults.server_error(request)
    words = _("This is our fault. It was written down; please try again later.")
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, words)
