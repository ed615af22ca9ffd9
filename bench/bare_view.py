"""The product's web process, but for its views: the receipts' address reads the body and answers 204."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from smsnotify.wsgi import application

__all__ = ["application", "urlpatterns"]


@csrf_exempt
def take(request: HttpRequest, key: str) -> HttpResponse:
    request.read()
    return HttpResponse(status=204)


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("gateways/<str:key>/receipts", take), path("healthz", healthz)]
settings.ROOT_URLCONF = __name__
