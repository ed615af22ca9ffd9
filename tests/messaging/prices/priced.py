"""Prices of the tests' accounts."""

from datetime import date
from decimal import Decimal

from accounts.models import Membership, Store
from accounts.tenancy.scope import platform_scope
from messaging.domain.set_prices import NewPrices, set_prices
from messaging.models import GatewayAccount, GatewayGrant, PriceTable
from messaging.text import Carrier


def new_prices(valid_from: date, amount: str = "3.3") -> NewPrices:
    """One part costs the same everywhere; the rest follows."""
    amounts = {carrier: {1: Decimal(amount)} for carrier in Carrier}
    return NewPrices(valid_from, "JPY", "excluded", amounts)


def prices_of(account: GatewayAccount, valid_from: date, amount: str = "3.3") -> PriceTable:
    """As the command line sets them."""
    return set_prices(actor=None, account=account, prices=new_prices(valid_from, amount))


def own_account(member: Membership | Store, name: str = "Own contract") -> GatewayAccount:
    """An account of the store's legal entity, granted to the store behind its first choice."""
    store = member.store if isinstance(member, Membership) else member
    with platform_scope("an account of the tests"):
        account = GatewayAccount.objects.create(slug="simulator", name=name, legal_entity=store.legal_entity)
        GatewayGrant.objects.create(store=store, account=account, position=1)
    return account
