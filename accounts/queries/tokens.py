"""The programs of a store, and who comes with a token."""

from hashlib import sha256

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import ApiToken, Membership, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import platform_scope


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256 in hex."""
    return sha256(token.encode(errors="replace")).hexdigest()


def token_presented(presented: str) -> ApiToken | None:
    """The token that lets in whoever presents it, with its store; None for a made-up or revoked one.

    The same work whatever is presented: a hash and a look into one index.
    """
    with platform_scope("a token says whose store it opens"):
        found: ApiToken | None = (
            ApiToken.objects.filter(digest=digest_of(presented), revoked_at__isnull=True)
            .select_related("store__legal_entity")
            .first()
        )
    return found


def tokens_to_manage(membership: Membership) -> QuerySet[ApiToken]:
    """Every token of the store, the newest first, revoked ones last. Raises PermissionDenied."""
    require(membership, Permission.TOKENS_MANAGE)
    found: QuerySet[ApiToken] = ApiToken.objects.filter(store_id=membership.store_id)
    return found.select_related("created_by__user").order_by("revoked_at", "-id")


def token_to_manage(membership: Membership, token_id: int) -> ApiToken:
    """Raises PermissionDenied; Http404 for a token of another store as for none."""
    token = tokens_to_manage(membership).filter(pk=token_id).first()
    if token is None:
        raise Http404
    return token
