"""What an example consists of."""

from dataclasses import dataclass
from enum import StrEnum


class Trade(StrEnum):
    ANY = "any"
    GARAGE = "garage"
    ESTATE = "estate"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Text:
    """In one language: the template's name, its category, and the body with merge fields."""

    name: str
    category: str
    body: str


@dataclass(frozen=True, slots=True)
class Example:
    """`key` is kept with the copy (Template.example). `purpose`: a ConsentPurpose; `texts` by language."""

    key: str
    trade: Trade
    purpose: str
    texts: dict[str, Text]
    for_appointments: bool = False
