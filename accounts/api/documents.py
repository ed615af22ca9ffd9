"""The OpenAPI document at /api/schema/ and its pages at /api/docs/, open to everybody."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


@cache
def _written(language: str, renderer: type[BaseRenderer]) -> bytes:
    """Building takes a second, and strangers may ask: once for each language and form, in each process."""
    with translation.override(language):
        document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
        written: bytes = renderer().render(document, renderer_context={})
        return written


class Document(SpectacularAPIView):
    """Without a stranger's help: the same for everybody, whatever token comes along.

    Of the address only `lang` counts, and only a language that there is.
    """

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.query_params.get("lang")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        form = request.accepted_renderer
        return HttpResponse(
            _written(language, type(form)),  # type: ignore[arg-type]  # a class has its hash
            content_type=f"{form.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'inline; filename="smsnotify.{form.format}"'},
        )


class DocumentPages(SpectacularSwaggerSplitView):
    """Page and script apart, since no page of ours may run a script that stands in it."""

    url_name = "api:schema"
    authentication_classes = ()
    permission_classes = ()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "sms_xxxxxxxx_…",
            "description": (
                "A token of one store, made by its owner or by `manage.py create_token STORE --name --scopes`. "
                "Scopes: send, read, customers, campaigns, admin."
            ),
        }
