"""Gateway accounts: opening one, and granting it to a store."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Store
from messaging.models import GatewayAccount, GatewayGrant, SenderProfile
from messaging.sealing import sealed


@transaction.atomic
def open_account(
    *,
    slug: str,
    name: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    senders: Mapping[str, str],
) -> GatewayAccount:
    """An account of the installation. `senders`: what each carrier's handsets show."""
    account = GatewayAccount.objects.create(
        slug=slug, name=name, settings=dict(settings), sealed_secrets=sealed(secrets)
    )
    SenderProfile.objects.bulk_create(
        SenderProfile(account=account, carrier=carrier, shown_as=shown_as)
        for carrier, shown_as in senders.items()
    )
    return account


@transaction.atomic
def grant_account(*, actor: Membership | None, store: Store, account: GatewayAccount) -> GatewayGrant:
    """From now on the store may send through the account. Granting it again changes nothing."""
    grant: GatewayGrant
    grant, fresh = GatewayGrant.objects.get_or_create(store=store, account=account)
    if fresh:
        record_audit(actor=actor, action="gateway.granted", target=grant, details={"account": account.name})
    return grant
