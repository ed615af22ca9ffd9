"""`manage.py load_demo`: the two demo stores of `make run`, with people, customers and the simulator's line.

May be run again: what is there stays, only the simulator's address and sender are brought up to date.
"""

import secrets
from argparse import ArgumentParser
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.domain.open_store import let_in, open_store
from accounts.models import Role, Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.demo.belongings import load_demo_belongings
from customers.demo.people import load_demo_customers
from messaging.demo.taps import load_demo_taps
from messaging.demo.texts import load_demo_templates
from messaging.domain.open_line import grant_account, open_account
from messaging.domain.set_prices import NewPrices, set_prices
from messaging.models import GatewayAccount, PriceTable
from messaging.queries.prices import price_day, price_table_for
from messaging.text import Carrier

PASSWORD = "smsnotify-demo"
_ACCOUNT = "Simulator (demo)"
# A common code (facts.md 3), as the simulated handsets show it and the screens promise it. A real line has a short
# code with SoftBank; the simulator knows no carriers, so all show the same here.
_SENDER = "0005 012 345"
# Made up: what one part costs; longer messages cost so many times as much.
_PRICES = {
    Carrier.DOCOMO: {1: Decimal("3.3")},
    Carrier.AU: {1: Decimal("3.3")},
    Carrier.RAKUTEN: {1: Decimal("3.3")},
    Carrier.SOFTBANK: {1: Decimal("4.15")},
}
_SENDERS = dict.fromkeys(("docomo", "au", "softbank", "rakuten"), _SENDER)


@dataclass(frozen=True, slots=True)
class DemoStore:
    slug: str
    name: str
    formal_name: str
    address: str
    phone: str
    people: dict[Role, str]


STORES = (
    DemoStore(
        slug="sakura-auto",
        name="さくら自動車",
        formal_name="株式会社さくら自動車整備",
        address="埼玉県川口市元郷1-2-3",
        phone="048-555-0101",
        people={Role.OWNER: "佐倉 孝之", Role.MANAGER: "工藤 恵", Role.STAFF: "井上 真央"},
    ),
    DemoStore(
        slug="midori-estate",
        name="みどり不動産",
        formal_name="みどり不動産販売株式会社",
        address="神奈川県横浜市港北区菊名4-5-6",
        phone="045-555-0202",
        people={Role.OWNER: "緑川 早苗", Role.MANAGER: "森 俊介", Role.STAFF: "若葉 優"},
    ),
)


class Command(BaseCommand):
    help = "Load the demo stores. Refused unless DEMO is set: their people have a published password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--simulator-url", required=True, help="where the carrier simulator answers")
        parser.add_argument("--customers", type=int, default=300, help="how many customers each store gets")
        parser.add_argument(
            "--lived-in",
            action="store_true",
            help="also templates, and a send of three days ago with tapped links",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo: set DEMO=true to load people with a published password.")
        with transaction.atomic():
            account = _simulator_account(options["simulator_url"])
            for seed, shop in enumerate(STORES, start=1):
                store = self._load(shop, account, options["customers"], seed)
                if options["lived_in"]:
                    with store_scope(store.pk):
                        load_demo_templates(store=store)
                        load_demo_taps(store=store, account=account, seed=seed)
            # After the lines are granted: the audit log of each store tells of the prices.
            if price_table_for(account, price_day()) is None:
                prices = NewPrices(price_day(), "JPY", PriceTable.Tax.EXCLUDED, _PRICES)
                set_prices(actor=None, account=account, prices=prices)

    def _load(self, shop: DemoStore, account: GatewayAccount, customers: int, seed: int) -> Store:
        store = Store.objects.filter(slug=shop.slug).first() or open_store(
            slug=shop.slug,
            name=shop.name,
            formal_name=shop.formal_name,
            address=shop.address,
            contact=shop.phone,
            phone=shop.phone,
            status=Store.Status.ACTIVE,
            is_demo=True,
        )
        for role, name in shop.people.items():
            email = f"{role.value}@{shop.slug}.example"
            let_in(store=store, email=email, name=name, password=PASSWORD, role=role, is_demo=True)
        with store_scope(store.pk):
            grant_account(actor=None, store=store, account=account)
            made = load_demo_customers(store=store, count=customers, seed=seed)
            load_demo_belongings(store=store, seed=seed)
        self.stdout.write(f"{shop.slug}: {made} customers made.")
        return store


def _simulator_account(url: str) -> GatewayAccount:
    with platform_scope("the demo's line belongs to the installation"):
        account = GatewayAccount.objects.filter(name=_ACCOUNT, slug="simulator").first()
        if account is None:
            return open_account(
                slug="simulator",
                name=_ACCOUNT,
                settings={"url": url, "sender": _SENDER},
                secrets={"token": secrets.token_urlsafe(24)},
                senders=_SENDERS,
            )
        account.settings = {**account.settings, "url": url, "sender": _SENDER}
        account.save(update_fields=["settings"])
        account.senders.update(shown_as=_SENDER)
        return account
