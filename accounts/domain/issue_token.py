"""Letting a program in, and shutting it out."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import ApiToken, Membership, Permission, Scope, Store
from accounts.queries.memberships import require
from accounts.queries.tokens import digest_of

_PREFIX_BYTES, _SECRET_BYTES = 4, 32


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """`secret` is the whole token. It is known here and now only."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(
    *, store: Store, actor: Membership | None, name: str, scopes: Collection[Scope]
) -> IssuedToken:
    """A new token of the store: `sms_`, 8 hex digits to know it by, `_`, 256 random bits.

    Without an actor the operator asked for it. Raises PermissionDenied, also for another store's member;
    ValidationError without a name or a scope, or for a person who gives the name of a token in force.
    """
    if actor is not None:
        require(actor, Permission.TOKENS_MANAGE)
        if actor.store_id != store.pk:
            raise PermissionDenied(Permission.TOKENS_MANAGE.label)
        _refuse_taken_name(store, name.strip())
    prefix = secrets.token_hex(_PREFIX_BYTES)
    secret = f"sms_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    token = ApiToken(
        store=store,
        name=name.strip(),
        prefix=prefix,
        digest=digest_of(secret),
        scopes=sorted(scope.value for scope in set(scopes)),
        created_by=actor,
    )
    token.clean_fields(exclude=["created_by", "last_used_at", "revoked_at"])
    token.save()
    record_audit(
        actor=actor,
        action="token.issued",
        target=token,
        details={"name": token.name, "prefix": prefix, "scopes": token.scopes},
    )
    return IssuedToken(token, secret)


def _refuse_taken_name(store: Store, name: str) -> None:
    """Nobody could tell two programs of one name apart in the history, or know which of them to shut out."""
    # One after the other: two forms at once must not both find the name free.
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if ApiToken.objects.filter(store=store, name__iexact=name, revoked_at__isnull=True).exists():
        raise ValidationError(
            {
                "name": _(
                    "A token of this name is in force. Nothing was made: choose another name, or revoke that one first."
                )
            },
            code="name_taken",
        )


@transaction.atomic
def revoke_token(*, actor: Membership | None, token: ApiToken) -> bool:
    """From the next request on it lets nobody in. False when it had been revoked before. Raises PermissionDenied."""
    if actor is not None:
        require(actor, Permission.TOKENS_MANAGE)
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=Now()) == 1
    if revoked:
        record_audit(actor=actor, action="token.revoked", target=token, details={"prefix": token.prefix})
    return revoked
