"""The tree: comparisons, joined by all, any and not; what is asked of one and the same asset stands in HasAsset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What a comparison is made with: nothing, a text, a number, a day, days, two of them, or words and ids to choose from.
Value = (
    None | str | int | Decimal | date | tuple[date, date] | tuple[Decimal, Decimal] | tuple[str | int, ...]
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`field` and `operator` as in fields.py; `value` in the shape that the operator asks for."""

    field: str
    operator: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class All:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class HasAsset:
    """There is an asset of the customer for which `child` holds. Conditions within speak of the same asset."""

    child: Node


Node = Comparison | All | Any | Not | HasAsset


def comparisons(node: Node) -> Iterator[Comparison]:
    """All of them, from left to right."""
    match node:
        case Comparison():
            yield node
        case All(children) | Any(children):
            for child in children:
                yield from comparisons(child)
        case Not(child) | HasAsset(child):
            yield from comparisons(child)


def written(node: Node) -> dict[str, object]:
    """As JSON; `reading.read` gives the same tree back."""
    match node:
        case Comparison(field, operator, None):
            return {"field": field, "operator": operator}
        case Comparison(field, operator, value):
            return {"field": field, "operator": operator, "value": _plain(value)}
        case All(children):
            return {"all": [written(child) for child in children]}
        case Any(children):
            return {"any": [written(child) for child in children]}
        case Not(child):
            return {"not": written(child)}
        case HasAsset(child):
            return {"asset": written(child)}


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
