"""Gateway accounts: a store's own, and an account's gateway ready to use."""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.urls import reverse

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from messaging.gateways.contract import Capabilities, Gateway
from messaging.gateways.registry import GATEWAYS, AccountSettings
from messaging.models import GatewayAccount
from messaging.sealing import unsealed


def account_of(store: Store) -> GatewayAccount | None:
    """The store's first choice among the accounts granted to it; None without any.

    A paused account keeps its place: what is planned for it waits.
    """
    return GatewayAccount.objects.filter(grants__store=store).order_by("grants__position", "id").first()


def account_by_key(key: str) -> GatewayAccount | None:
    """The account whose addresses carry this key."""
    return GatewayAccount.objects.filter(key=key).first()


# Whether something is due the claim itself finds out, store by store; here a million of next week costs one look.
_WAITING = """
SELECT account.id FROM messaging_gatewayaccount AS account
WHERE account.status = 'active' AND EXISTS (
    SELECT FROM messaging_message AS message
    WHERE message.is_waiting AND message.account_id = account.id AND message.lane = %s
)
ORDER BY account.id
"""


def accounts_with_work(lane: str) -> list[int]:
    """Accounts in use that have messages waiting in a lane, due or not yet."""
    return [row[0] for row in rows_of(_WAITING, [lane])]


class UnusableAccount(Exception):
    """An account whose provider is not known here, or whose settings or secrets cannot be read."""


def gateway_of(account: GatewayAccount) -> Gateway:
    """Raises UnusableAccount; the others of the installation go on."""
    path = reverse("gateway_receipts", args=[account.key])
    try:
        return GATEWAYS[account.slug](
            AccountSettings(
                settings=account.settings,
                secrets=unsealed(account.sealed_secrets),
                receipts_url=settings.BASE_URL + path,
            )
        )
    except (KeyError, TypeError, ValueError, InvalidToken) as error:
        raise UnusableAccount(f"account {account.pk}: {type(error).__name__}") from error


def capabilities_of(account: GatewayAccount) -> Capabilities | None:
    """What the account's provider takes; None for an account that cannot be used."""
    try:
        return gateway_of(account).capabilities
    except UnusableAccount:
        return None
