"""What every endpoint of a store's API derives from."""

from collections.abc import Sequence
from contextvars import Token
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.authentication import TokenAuthentication
from accounts.api.parsing import BoundedJson
from accounts.api.problems import MEDIA_TYPE, ApiProblem
from accounts.api.scopes import ScopePermission
from accounts.api.throttle import TokenThrottle
from accounts.models import ApiToken, Permission, Store
from accounts.tenancy.scope import Scope, enter_store, leave


class JsonOrProblems(DefaultContentNegotiation):
    """Who asks for problems only is answered as who asks for JSON: what comes of it is not known beforehand."""

    def get_accept_list(self, request: Request) -> list[str]:
        return [kind.replace(MEDIA_TYPE, BoundedJson.media_type) for kind in super().get_accept_list(request)]


class StoreEndpoint(APIView):
    """Lets programs in, in their store's scope, which ends with the request: a streamed answer opens its own.

    `permissions`: what each verb asks of the token's scopes.
    """

    permissions: ClassVar[dict[str, Permission]] = {}

    authentication_classes = (TokenAuthentication,)
    permission_classes = (ScopePermission,)
    throttle_classes = (TokenThrottle,)
    parser_classes: Sequence[type[BaseParser]] = (BoundedJson,)
    content_negotiation_class = JsonOrProblems
    # OPTIONS is answered as any other verb that there is not.
    metadata_class = None

    _scope: Token[Scope | None] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            if self._scope is not None:
                leave(self._scope)
                self._scope = None

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        if isinstance(request.auth, ApiToken):
            self._scope = enter_store(request.auth.store_id)

    def check_permissions(self, request: Request) -> None:
        # What is asked for in vain counts as well, so the counting comes first.
        super().check_throttles(request)
        super().check_permissions(request)

    def check_throttles(self, request: Request) -> None:
        """Done before the permission; Django could not read a body without its length, and would take it for none."""
        if "Transfer-Encoding" in request.headers:
            raise ApiProblem(
                HTTPStatus.LENGTH_REQUIRED,
                _("Say the length of the body (Content-Length): in chunks it cannot be read."),
            )

    @property
    def token(self) -> ApiToken:
        """The program that asks; there is one once the permission has been checked."""
        return cast(ApiToken, self.request.auth)

    @property
    def store(self) -> Store:
        return self.token.store
