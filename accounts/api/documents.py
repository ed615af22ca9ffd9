"""The OpenAPI document at /api/schema/ and its pages at /api/docs/, open to everybody."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class Document(SpectacularAPIView):
    """Without a stranger's help: the same for everybody, whatever token comes along."""

    authentication_classes = ()
    permission_classes = ()


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
