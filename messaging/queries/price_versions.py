"""The versions of accounts' prices, for the page that shows them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from messaging.models import GatewayAccount, Price, PriceTable
from messaging.pricing import MOST_PARTS, PriceList
from messaging.queries.prices import money_words, price_day, price_lists
from messaging.queries.senders import CARRIER_NAMES, CARRIERS
from messaging.text import Carrier, last_lengths


class Standing(StrEnum):
    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class PriceCell:
    """What a text of the row's length costs on a carrier, in words; empty where the version has no price for it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PriceRow:
    """`up_to`: the longest body of so many parts on docomo, which makes the most."""

    parts: int
    up_to: int
    cells: list[PriceCell]


@dataclass(frozen=True, slots=True)
class PriceVersion:
    """`until`: the day from which the next version holds; None for the newest."""

    table: PriceTable
    prices: PriceList
    standing: Standing
    until: date | None = None

    @property
    def rows(self) -> list[PriceRow]:
        """One for each number of parts that any carrier makes."""
        most = max(MOST_PARTS.values())
        return [
            PriceRow(parts, up_to_characters(parts), [self._cell(carrier, parts) for carrier in CARRIERS])
            for parts in range(1, most + 1)
        ]

    def _cell(self, carrier: Carrier, parts: int) -> PriceCell:
        # A carrier that makes fewer parts of the longest text takes the price of its last for all longer ones.
        amounts = self.prices.amounts.get(carrier, ())[: MOST_PARTS[carrier]][:parts]
        words = money_words(amounts[-1], self.prices.currency) if amounts else ""
        return PriceCell(str(CARRIER_NAMES[carrier]), words)


def up_to_characters(parts: int) -> int:
    """The longest body of so many parts on docomo."""
    return last_lengths(Carrier.DOCOMO)[parts - 1]


def price_versions(accounts: Collection[GatewayAccount]) -> dict[int, list[PriceVersion]]:
    """By account, the newest first; nothing for an account without prices. One query."""
    of_accounts = Price.objects.filter(table__account__in=accounts).select_related("table")
    prices = list(of_accounts.order_by("table__account_id", "-table__valid_from", "carrier", "parts"))
    tables = {price.table_id: price.table for price in prices}
    today = price_day()
    found: dict[int, list[PriceVersion]] = defaultdict(list)
    for listed in price_lists(prices):
        table = tables[listed.table_id]
        newer = found[table.account_id]
        until = newer[-1].table.valid_from if newer else None
        found[table.account_id].append(PriceVersion(table, listed, _standing(table, until, today), until))
    return dict(found)


def _standing(table: PriceTable, next_from: date | None, today: date) -> Standing:
    if table.valid_from > today:
        return Standing.COMING
    return Standing.PAST if next_from is not None and next_from <= today else Standing.IN_FORCE
