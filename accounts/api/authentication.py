"""Who comes with `Authorization: Bearer TOKEN`."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.domain.admit_program import admit_program
from accounts.models import ApiToken

_SCHEME = "bearer"
# Longer is none of ours; what is hashed has an end.
_LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """Gives the token as `request.auth`; `request.user` stays nobody. A session's cookie counts for nothing here."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiToken] | None:
        scheme, _space, presented = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != _SCHEME:
            return None
        token = admit_program(presented.strip()[:_LONGEST])
        if token is None:
            raise AuthenticationFailed(_("This token lets nobody in: it is unknown, or was revoked."))
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="smsnotify"'
