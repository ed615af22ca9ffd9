"""A program knocks with a token."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import ApiToken
from accounts.queries.tokens import token_presented
from accounts.tenancy.scope import store_scope

# Often enough to see that a token is in use, and no write with every request.
_NOTED_EVERY = timedelta(minutes=1)


def admit_program(presented: str) -> ApiToken | None:
    """The token with its store, its use noted; None for a made-up or revoked one."""
    token = token_presented(presented)
    if token is not None and _long_ago(token):
        with store_scope(token.store_id):
            ApiToken.objects.filter(
                Q(last_used_at__isnull=True) | Q(last_used_at__lt=Now() - _NOTED_EVERY), pk=token.pk
            ).update(last_used_at=Now())
    return token


def _long_ago(token: ApiToken) -> bool:
    return token.last_used_at is None or timezone.now() - token.last_used_at > _NOTED_EVERY
