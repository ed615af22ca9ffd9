"""Criteria from JSON: strict, and every fault says where it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any as Anything

from customers.criteria.fields import Of, SearchField, Shape
from customers.criteria.tree import All, Any, Comparison, HasAsset, Node, Not, Value

DEEPEST = 5
MOST_COMPARISONS = 50
MOST_CHOSEN = 100
LONGEST_TEXT = 200
MOST_DAYS = 3650
FEWEST_DIGITS, MOST_DIGITS = 3, 15
_LARGEST = Decimal(10) ** 15
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Fault:
    """`place`: where in the JSON, as `all.2.value`; empty for the whole. `params`: what the words of a code need."""

    place: str
    code: str
    params: Mapping[str, Anything] = field(default_factory=dict)


class CriteriaRefused(ValueError):
    """The criteria are none, or ask for what is not there."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{fault.place}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)


def read(found: object, fields: Mapping[str, SearchField], *, of_assets: bool = False) -> Node:
    """The tree. `of_assets`: what is sought are assets, so that their fields stand beside their customer's.

    Raises CriteriaRefused with all faults: unknown shapes, fields, operators, values; too deep, too many.
    """
    reading = _Reading(fields, of_assets)
    node = reading.node(found, "", 1, frozenset(Of) if of_assets else frozenset({Of.CUSTOMER}))
    if reading.count > MOST_COMPARISONS:
        reading.fault("", "too_many", most=MOST_COMPARISONS)
    if reading.faults or node is None:
        raise CriteriaRefused(reading.faults)
    return node


class _Reading:
    """One pass over the JSON: what was found wrong, and how many comparisons there were."""

    def __init__(self, fields: Mapping[str, SearchField], of_assets: bool) -> None:
        self.fields, self.of_assets = fields, of_assets
        self.faults: list[Fault] = []
        self.count = 0

    def fault(self, place: str, code: str, **params: Anything) -> None:
        self.faults.append(Fault(place, code, params))

    def node(self, found: object, place: str, depth: int, allowed: frozenset[Of]) -> Node | None:
        """None where something was wrong; it stands in `faults`."""
        if not isinstance(found, dict):
            self.fault(place, "not_a_condition")
            return None
        if "field" in found:
            return self.comparison(found, place, allowed)
        if len(found) != 1 or next(iter(found)) not in {"all", "any", "not", "asset"}:
            self.fault(place, "not_a_condition")
            return None
        if depth > DEEPEST:
            self.fault(place, "too_deep", most=DEEPEST)
            return None
        [(word, inner)] = found.items()
        at = f"{place}.{word}".lstrip(".")
        if word in {"all", "any"}:
            return self.joined(word, inner, at, depth, allowed)
        if word == "asset":
            if self.of_assets or Of.CUSTOMER not in allowed:
                self.fault(at, "asset_within_asset")
                return None
            allowed = frozenset({Of.ASSET})
        child = self.node(inner, at, depth + 1, allowed)
        if child is None:
            return None
        return Not(child) if word == "not" else HasAsset(child)

    def joined(
        self, word: str, inner: object, place: str, depth: int, allowed: frozenset[Of]
    ) -> All | Any | None:
        if not isinstance(inner, list) or not inner:
            self.fault(place, "no_conditions")
            return None
        if len(inner) > MOST_COMPARISONS:
            self.fault(place, "too_many", most=MOST_COMPARISONS)
            return None
        children = [
            self.node(child, f"{place}.{position}", depth + 1, allowed)
            for position, child in enumerate(inner)
        ]
        whole = tuple(child for child in children if child is not None)
        if len(whole) < len(children):
            return None
        return All(whole) if word == "all" else Any(whole)

    def comparison(
        self, found: Mapping[str, object], place: str, allowed: frozenset[Of]
    ) -> Comparison | None:
        self.count += 1
        if unknown := set(found) - {"field", "operator", "value"}:
            self.fault(place, "not_a_condition", names=sorted(map(str, unknown))[:5])
            return None
        name, operator = found["field"], found.get("operator")
        known = self.fields.get(name) if isinstance(name, str) else None
        if known is None:
            if name == "":
                self.fault(_at(place, "field"), "no_conditions")
                return None
            self.fault(_at(place, "field"), "unknown_field", name=str(name)[:100])
            return None
        if known.of not in allowed:
            self.fault(_at(place, "field"), "wrong_place", label=known.label)
            return None
        shape = {str(own): shape for own, shape in known.operators.items()}.get(str(operator))
        if shape is None or not isinstance(operator, str):
            self.fault(_at(place, "operator"), "unknown_operator", label=known.label)
            return None
        try:
            value = _SHAPES[shape](found.get("value"), known)
        except _Wrong as wrong:
            self.fault(_at(place, "value"), wrong.code, field=name, label=known.full_label, **wrong.params)
            return None
        return Comparison(known.name, operator, value)


class _Wrong(ValueError):
    def __init__(self, code: str, **params: Anything) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def _at(place: str, name: str) -> str:
    return f"{place}.{name}".lstrip(".")


def _none(value: object, known: SearchField) -> None:
    if value is not None:
        raise _Wrong("no_value_wanted")


def _text(value: object, known: SearchField) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("text_missing")
    if len(value) > LONGEST_TEXT or "\x00" in value:
        raise _Wrong("text_too_long", most=LONGEST_TEXT)
    return value.strip()


def _digits(value: object, known: SearchField) -> str:
    digits = value.replace("-", "").strip() if isinstance(value, str) else ""
    if not (digits.isascii() and digits.isdigit() and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS):
        raise _Wrong("digits_wanted", fewest=FEWEST_DIGITS, most=MOST_DIGITS)
    return digits


def _number(value: object, known: SearchField) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong("number_wanted")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise _Wrong("number_wanted")
    return number


def _date(value: object, known: SearchField) -> date:
    try:
        day = (
            date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-23") else None
        )
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _Wrong("date_wanted")
    return day


def _days(value: object, known: SearchField) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise _Wrong("days_wanted", most=MOST_DAYS)
    return value


def _pair(value: object) -> tuple[object, object]:
    if not isinstance(value, list) or len(value) != 2:
        raise _Wrong("two_wanted")
    return value[0], value[1]


def _numbers(value: object, known: SearchField) -> tuple[Decimal, Decimal]:
    low, high = (_number(one, known) for one in _pair(value))
    if low > high:
        raise _Wrong("wrong_order")
    return low, high


def _dates(value: object, known: SearchField) -> tuple[date, date]:
    first, last = (_date(one, known) for one in _pair(value))
    if first > last:
        raise _Wrong("wrong_order")
    return first, last


def _words(value: object, known: SearchField) -> tuple[str | int, ...]:
    return _chosen(value, known, str)


def _ids(value: object, known: SearchField) -> tuple[str | int, ...]:
    return _chosen(value, known, int)


def _chosen(value: object, known: SearchField, kind: type) -> tuple[str | int, ...]:
    if not isinstance(value, list) or not value:
        raise _Wrong("nothing_chosen")
    if len(value) > MOST_CHOSEN:
        raise _Wrong("too_many_chosen", most=MOST_CHOSEN)
    for one in value:
        if type(one) is not kind:
            raise _Wrong("nothing_chosen")
        if one not in known.choices:
            raise _Wrong("unknown_choice", choice=str(one)[:100])
    return tuple(dict.fromkeys(value))


_SHAPES: Mapping[Shape, Callable[[object, SearchField], Value]] = {
    Shape.NONE: _none,
    Shape.TEXT: _text,
    Shape.DIGITS: _digits,
    Shape.NUMBER: _number,
    Shape.NUMBERS: _numbers,
    Shape.DATE: _date,
    Shape.DATES: _dates,
    Shape.DAYS: _days,
    Shape.WORDS: _words,
    Shape.IDS: _ids,
}
