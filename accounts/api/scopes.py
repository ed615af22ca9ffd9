"""What a token's scopes open: each endpoint names a permission for each verb."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken
from accounts.queries.memberships import require


class ScopePermission(BasePermission):
    """The endpoint's `permissions` by verb. A verb that it does not have is answered as such, not as forbidden."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated
        needed = view.permissions.get("GET" if request.method == "HEAD" else request.method)
        if needed is not None:
            require(request.auth, needed)
        return True
