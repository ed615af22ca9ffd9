"""What an account's messages cost, by carrier and parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messaging.text import Carrier, last_lengths

# The most parts that a body of 660 characters makes on each carrier: docomo 10, SoftBank 1.
MOST_PARTS: Mapping[Carrier, int] = {carrier: len(last_lengths(carrier)) for carrier in Carrier}


class UnknownPrice(Exception):
    """The list has nothing for this carrier."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """One version of an account's prices. `tax`: whether they are "excluded" or "included".

    `amounts` by carrier: the price of 1, 2, 3... parts in `currency` (ISO 4217), fractions and all.
    """

    table_id: int
    valid_from: date
    currency: str
    tax: str
    amounts: Mapping[Carrier, tuple[Decimal, ...]]

    def amount(self, carrier: Carrier, parts: int) -> Decimal:
        """Of one message. Raises UnknownPrice.

        Emoji on the boundaries can make a part more than the longest body has; each such part costs what the
        first one does.
        """
        prices = self.amounts.get(carrier)
        if not prices or parts < 1:
            raise UnknownPrice(f"{carrier} {parts}")
        beyond = max(parts - len(prices), 0)
        return prices[parts - 1 - beyond] + beyond * prices[0]


def whole_row(carrier: Carrier, given: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    """The prices of 1, 2, 3... parts up to the longest body's; what is not given is so many times the first.

    Raises UnknownPrice without a price of one part.
    """
    if 1 not in given:
        raise UnknownPrice(f"{carrier} 1")
    return tuple(given.get(parts, parts * given[1]) for parts in range(1, MOST_PARTS[carrier] + 1))
