"""A search judged row by row in plain Python: what the compiled SQL is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any as Anything
from zoneinfo import ZoneInfo

from customers.criteria import All, Any, Comparison, HasAsset, Node, Not, Operator, SearchField
from customers.text_search import folded

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class PlainAsset:
    kind: int
    label: str
    number: str = ""
    sms_flag: bool = False
    attributes: Mapping[str, Anything] = field(default_factory=dict)
    dues: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class PlainCustomer:
    name: str
    mobile: str | None
    sms_flag: bool
    staff: int | None
    attributes: Mapping[str, Anything]
    texted_at: datetime | None
    consent: str
    stopped: bool
    lists: frozenset[int]
    assets: tuple[PlainAsset, ...]


@dataclass(frozen=True)
class Judge:
    fields: Mapping[str, SearchField]
    today: date

    def holds(self, node: Node, customer: PlainCustomer, asset: PlainAsset | None = None) -> bool:
        match node:
            case Comparison():
                return self.compared(node, customer, asset)
            case All(children):
                return all(self.holds(child, customer, asset) for child in children)
            case Any(children):
                return any(self.holds(child, customer, asset) for child in children)
            case Not(child):
                return not self.holds(child, customer, asset)
            case HasAsset(child):
                return any(self.holds(child, customer, one) for one in customer.assets)

    def compared(self, asked: Comparison, customer: PlainCustomer, asset: PlainAsset | None) -> bool:
        known = self.fields[asked.field]
        if known.asset_kind is not None and (asset is None or asset.kind != known.asset_kind):
            return False
        value = value_of(asked.field, customer, asset)
        match asked.operator:
            case Operator.EMPTY:
                return value in (None, "", frozenset())
            case Operator.FILLED:
                return value not in (None, "", frozenset())
            case Operator.YES:
                return bool(value)
            case Operator.NO:
                return not value
            case Operator.ANY_OF | Operator.NONE_OF:
                found = value & set(asked.value) if isinstance(value, frozenset) else value in asked.value  # type: ignore[arg-type,operator]
                return bool(found) == (asked.operator == Operator.ANY_OF)
        if known.type == "moment":
            return self.in_time(asked, value)
        return value is not None and self.valued(asked, value)

    def in_time(self, asked: Comparison, at: datetime | None) -> bool:
        day: Anything = at.astimezone(TOKYO).date() if at else None
        wanted: Anything = asked.value
        match asked.operator:
            case Operator.WITHIN_LAST:
                return day is not None and day >= self.today - timedelta(days=wanted)
            case Operator.NOT_WITHIN_LAST:
                return day is None or day < self.today - timedelta(days=wanted)
            case Operator.BEFORE:
                return day is not None and day < wanted
        return day is not None and day > wanted

    def valued(self, asked: Comparison, value: Anything) -> bool:
        wanted: Anything = asked.value
        if asked.field == "customer.name":
            value, wanted = folded(value), folded(wanted)
        elif isinstance(value, str) and isinstance(wanted, str) and "attribute" not in asked.field:
            value, wanted = value.lower(), wanted.lower()
        span = timedelta(days=wanted) if type(wanted) is int else timedelta(0)
        match asked.operator:
            case Operator.CONTAINS:
                return bool(wanted.lower() in value.lower())
            case Operator.BEGINS:
                return bool(value.lower().startswith(wanted.lower()))
            case Operator.ENDS:
                return bool(value.endswith(wanted))
            case Operator.EQUALS | Operator.ON:
                return bool(value == wanted)
            case Operator.LESS | Operator.BEFORE:
                return bool(value < wanted)
            case Operator.MORE | Operator.AFTER:
                return bool(value > wanted)
            case Operator.BETWEEN:
                return bool(wanted[0] <= value <= wanted[1])
            case Operator.OVERDUE:
                return bool(value < self.today)
            case Operator.WITHIN_NEXT:
                return bool(self.today <= value <= self.today + span)
        return bool(self.today - span <= value <= self.today)


def value_of(name: str, customer: PlainCustomer, asset: PlainAsset | None) -> Anything:
    group, _dot, rest = name.partition(".")
    if group == "due":
        return asset.dues.get(int(rest)) if asset else None
    if group == "asset" and asset:
        return attribute(asset.attributes, rest) if "." in rest else getattr(asset, rest)
    if group == "consent":
        return customer.consent
    if group == "contact":
        return customer.texted_at
    if group == "list":
        return customer.lists
    if "." in rest:
        return attribute(customer.attributes, rest)
    return getattr(customer, rest)


def attribute(kept: Mapping[str, Anything], name: str) -> Anything:
    value = kept.get(name.partition(".")[2])
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value.count("-") == 2 else value
    except ValueError:
        return value
