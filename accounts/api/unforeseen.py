"""What no endpoint answers: addresses that there are not, and our own faults."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.problems import MEDIA_TYPE, problem

_API = "/api/"


class NoSuchAddress(APIView):
    """404 for every verb, and for everybody alike."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a page for people, a problem for programs. What happened stands in the log."""
    if not request.path.startswith(_API):
        return defaults.server_error(request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return JsonResponse(
        problem(status, _("This is our fault. It was written down; please try again later.")),
        status=status,
        content_type=MEDIA_TYPE,
    )
