"""What every endpoint of a store's API derives from."""

from contextvars import Token
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponseBase
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.authentication import TokenAuthentication
from accounts.api.parsing import BoundedJson
from accounts.api.scopes import ScopePermission
from accounts.api.throttle import TokenThrottle
from accounts.models import ApiToken, Permission, Store
from accounts.tenancy.scope import Scope, enter_store, leave


class StoreEndpoint(APIView):
    """Lets programs in, in their store's scope, which ends with the request: a streamed answer opens its own.

    `permissions`: what each verb asks of the token's scopes.
    """

    permissions: ClassVar[dict[str, Permission]] = {}

    authentication_classes = (TokenAuthentication,)
    permission_classes = (ScopePermission,)
    throttle_classes = (TokenThrottle,)
    parser_classes = (BoundedJson,)
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

    @property
    def token(self) -> ApiToken:
        """The program that asks; there is one once the permission has been checked."""
        return cast(ApiToken, self.request.auth)

    @property
    def store(self) -> Store:
        return self.token.store
