"""Texts to begin with, by trade and occasion, written for this project (mission.md C4). Plain data.

A store copies those that it wants and changes them as it likes. Each fits one part of 70 characters with typical
values, names the shop first, and uses only fields that every store has. What advertises names the opt-out page.
"""

from templates_app.examples.any_shop import ANY_SHOP
from templates_app.examples.estate import ESTATE
from templates_app.examples.example import Example, Text, Trade
from templates_app.examples.garage import GARAGE
from templates_app.examples.orders import ORDERS

EXAMPLES: dict[str, Example] = {example.key: example for example in (*ANY_SHOP, *GARAGE, *ESTATE, *ORDERS)}

__all__ = ["EXAMPLES", "Example", "Text", "Trade"]
