"""Base data of the tests: two stores of two legal entities, every role in each."""

from dataclasses import dataclass

from accounts.models import LegalEntity, Membership, Role, Store, User
from messaging.models import GatewayAccount, GatewayGrant, SenderProfile
from messaging.sealing import sealed

PASSWORD = "correct-horse-battery"


@dataclass(frozen=True)
class Shops:
    """`sakura` and `midori` share nothing but, where a test makes them, the same phone numbers."""

    sakura: Store
    midori: Store
    sakura_staff: Membership
    sakura_manager: Membership
    sakura_owner: Membership
    midori_staff: Membership
    midori_manager: Membership
    midori_owner: Membership
    account: GatewayAccount


def opened_shops(simulator_url: str = "http://127.0.0.1:9") -> Shops:
    """Both stores, the installation's simulator granted to each; port 9 answers nobody. Needs platform_scope."""
    sakura, midori = _store("sakura-auto", "さくら自動車"), _store("midori-estate", "みどり不動産")
    account = GatewayAccount.objects.create(
        slug="simulator",
        name="Simulator",
        settings={"url": simulator_url, "sender": "SMSNOTIFY"},
        sealed_secrets=sealed({"token": "a-token-of-the-tests"}),
    )
    for carrier in ("docomo", "au", "softbank", "rakuten"):
        SenderProfile.objects.create(account=account, carrier=carrier, shown_as="0005 000 000")
    for store in (sakura, midori):
        GatewayGrant.objects.create(store=store, account=account)
    people = {
        f"{name}_{role}": _member(store, role)
        for name, store in (("sakura", sakura), ("midori", midori))
        for role in Role.values
    }
    return Shops(sakura=sakura, midori=midori, account=account, **people)


def _store(slug: str, name: str) -> Store:
    entity = LegalEntity.objects.create(
        formal_name=f"{name}株式会社", address="東京都", contact="03-1234-5678"
    )
    return Store.objects.create(legal_entity=entity, slug=slug, name=name, status=Store.Status.ACTIVE)


def _member(store: Store, role: str) -> Membership:
    user = User.objects.create_user(f"{role}@{store.slug}.example", PASSWORD, name=f"{store.name} {role}")
    return Membership.objects.create(store=store, user=user, role=role)
