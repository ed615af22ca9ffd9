"""Money of one text: plain figures in, frozen dataclasses of Decimal out (docs/prices.md).

No Django, no settings, no other app. The browser's half is static/js/prices.js; both are held to
tests/data/prices.json.
"""

from messaging.pricing.price_list import MOST_PARTS, PriceList, UnknownPrice, whole_row
from messaging.pricing.price_range import PriceRange, price_class, price_range, range_of_all

__all__ = [
    "MOST_PARTS",
    "PriceList",
    "PriceRange",
    "UnknownPrice",
    "price_class",
    "price_range",
    "range_of_all",
    "whole_row",
]
