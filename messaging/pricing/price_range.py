"""What a message may cost while nobody knows the carrier of its number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from messaging.pricing.price_list import PriceList
from messaging.text import Carrier, CarrierParts


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Between the cheapest and the dearest carrier, in `currency` (ISO 4217), not rounded.

    `tax`: "excluded" or "included". `class_parts`: the price class (料金区分), the parts on the carrier that makes
    the most of them; of several messages the largest.
    """

    currency: str
    low: Decimal
    high: Decimal
    tax: str
    class_parts: int


def price_class(parts: CarrierParts) -> int:
    """The parts on the carrier that makes the most of them: what to budget with."""
    return max(parts.of(carrier) for carrier in Carrier)


def price_range(parts: CarrierParts, price_list: PriceList) -> PriceRange:
    """Of one message. Raises UnknownPrice."""
    amounts = [price_list.amount(carrier, parts.of(carrier)) for carrier in Carrier]
    return PriceRange(price_list.currency, min(amounts), max(amounts), price_list.tax, price_class(parts))


def range_of_all(messages: Iterable[CarrierParts], price_list: PriceList) -> PriceRange:
    """Of several messages together, each by itself with the cheapest or the dearest carrier. Raises UnknownPrice.

    Without a message it is nothing: 0, of class 0.
    """
    low = high = Decimal(0)
    most = 0
    for parts, times in Counter(messages).items():
        one = price_range(parts, price_list)
        low += times * one.low
        high += times * one.high
        most = max(most, one.class_parts)
    return PriceRange(price_list.currency, low, high, price_list.tax, most)
