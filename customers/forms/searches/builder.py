"""The form in which a search is put together: groups of conditions, as typed, and the criteria that they mean.

Everything is in the request: a page without scripts adds and removes rows by its submit buttons (`do`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any as Anything

from django.http import QueryDict

from customers.criteria import (
    All,
    Any,
    Comparison,
    Fault,
    HasAsset,
    Node,
    Not,
    Of,
    Operator,
    SearchField,
    Shape,
    written,
)
from customers.models import Segment
from customers.queries.searches.words import fault_words

MOST_GROUPS, MOST_IN_GROUP = 10, 20


@dataclass(frozen=True, slots=True)
class TypedCondition:
    """One row as it was typed. `chosen`: of fields whose values are chosen."""

    field: str = ""
    operator: str = ""
    value: str = ""
    other: str = ""
    chosen: tuple[str, ...] = ()
    error: str = ""

    def as_json(self, known: SearchField | None) -> dict[str, object]:
        """With the value in the shape that the operator asks for; what cannot be read stays text, to be refused."""
        found: dict[str, object] = {"field": self.field, "operator": self.operator}
        operator = _operator(self.operator)
        shape = known.operators.get(operator) if known and operator else None
        match shape:
            case None | Shape.NONE:
                return found
            case Shape.DAYS:
                found["value"] = _whole(self.value)
            case Shape.NUMBER:
                found["value"] = _number(self.value)
            case Shape.NUMBERS:
                found["value"] = [_number(self.value), _number(self.other)]
            case Shape.DATES:
                found["value"] = [self.value, self.other]
            case Shape.WORDS:
                found["value"] = list(self.chosen)
            case Shape.IDS:
                found["value"] = [_whole(one) for one in self.chosen]
            case _:
                found["value"] = self.value
        return found


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """Conditions joined by "all" or "any", of one asset where `of` is asset; `negated`: none of it may hold."""

    of: str = Of.CUSTOMER.value
    joined: str = "all"
    negated: bool = False
    conditions: tuple[TypedCondition, ...] = (TypedCondition(),)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The whole builder. `error`: what concerns no single row."""

    of: str = Segment.Of.CUSTOMERS.value
    joined: str = "all"
    groups: tuple[TypedGroup, ...] = (TypedGroup(),)
    error: str = ""

    @property
    def of_assets(self) -> bool:
        return self.of == Segment.Of.ASSETS

    def as_json(self, fields: Mapping[str, SearchField]) -> dict[str, object]:
        return {self.joined: [self._group_json(group, fields) for group in self.groups]}

    def _group_json(self, group: TypedGroup, fields: Mapping[str, SearchField]) -> dict[str, object]:
        found: dict[str, object] = {
            group.joined: [one.as_json(fields.get(one.field)) for one in group.conditions]
        }
        for wrap in reversed(self._wraps(group)):
            found = {wrap: found}
        return found

    def _wraps(self, group: TypedGroup) -> list[str]:
        within = group.of == Of.ASSET and not self.of_assets
        return ["not"] * group.negated + ["asset"] * within

    def with_faults(self, faults: Sequence[Fault]) -> "Typed":
        """The same with each fault's words beside the row that it is about."""
        places = {
            ".".join([self.joined, str(at), *self._wraps(group), group.joined]): at
            for at, group in enumerate(self.groups)
        }
        found = self
        for fault in faults:
            group_place = next((one for one in places if f"{fault.place}.".startswith(f"{one}.")), "")
            found = found._with_fault(fault, places.get(group_place), fault.place[len(group_place) + 1 :])
        return found

    def _with_fault(self, fault: Fault, at: int | None, rest: str) -> "Typed":
        words = fault_words(fault)
        if at is None:
            return replace(self, error=words)
        group, row = self.groups[at], rest.partition(".")[0]
        if row.isdigit():
            conditions = list(group.conditions)
            conditions[int(row)] = replace(conditions[int(row)], error=words)
            changed = replace(group, conditions=tuple(conditions))
        else:
            changed = replace(group, error=words)
        return replace(self, groups=_put(self.groups, at, changed))

    def after(self, do: str) -> "Typed":
        """With a row or group more or less, as a button says: add-group:asset, remove:0.1, add:0, remove-group:1."""
        action, _colon, about = do.partition(":")
        if action == "add-group" and len(self.groups) < MOST_GROUPS and about in {"customer", "asset"}:
            return replace(self, groups=(*self.groups, TypedGroup(of=about)))
        place = [
            int(part) for part in about.split(".") if part.isascii() and part.isdigit() and len(part) < 4
        ]
        if not place or place[0] >= len(self.groups):
            return self
        group = self.groups[place[0]]
        if action == "remove-group":
            left = self.groups[: place[0]] + self.groups[place[0] + 1 :]
            return replace(self, groups=left or (TypedGroup(),))
        if action == "add" and len(group.conditions) < MOST_IN_GROUP:
            more = replace(group, conditions=(*group.conditions, TypedCondition()))
            return replace(self, groups=_put(self.groups, place[0], more))
        if action == "remove" and len(place) == 2 and place[1] < len(group.conditions):
            rows = group.conditions[: place[1]] + group.conditions[place[1] + 1 :]
            if not rows and len(self.groups) > 1:
                return self.after(f"remove-group:{place[0]}")
            fewer = replace(group, conditions=rows or (TypedCondition(),))
            return replace(self, groups=_put(self.groups, place[0], fewer))
        return self


def typed_in(data: QueryDict) -> Typed:
    """As it was typed, whatever it was; what cannot be is left at its usual value, and refused when it is read."""
    groups = []
    for at in range(MOST_GROUPS):
        if f"g{at}-of" not in data:
            break
        groups.append(
            TypedGroup(
                of="asset" if data.get(f"g{at}-of") == "asset" else "customer",
                joined=_joined(data.get(f"g{at}-joined")),
                negated=data.get(f"g{at}-negated") == "1",
                conditions=tuple(_conditions(data, at)) or (TypedCondition(),),
            )
        )
    of = Segment.Of.ASSETS if data.get("of") == Segment.Of.ASSETS else Segment.Of.CUSTOMERS
    return Typed(of.value, _joined(data.get("joined")), tuple(groups) or (TypedGroup(),))


def typed_of(node: Node, of: str) -> Typed | None:
    """The form of a tree; None for one that only a program can have made: it is nested deeper."""
    joined, parts = ("any", node.children) if isinstance(node, Any) else ("all", (node,))
    if isinstance(node, All):
        parts = node.children
    if all(isinstance(part, Comparison) for part in parts):
        parts, joined = (node,), "all"
    groups = [_group_of(part, of) for part in parts]
    whole = tuple(group for group in groups if group is not None)
    return Typed(str(of), joined, whole) if len(whole) == len(groups) <= MOST_GROUPS else None


def _group_of(node: Node, of: str) -> TypedGroup | None:
    negated = isinstance(node, Not)
    inner: Node = node.child if isinstance(node, Not) else node
    within = isinstance(inner, HasAsset)
    inner = inner.child if isinstance(inner, HasAsset) else inner
    rows = inner.children if isinstance(inner, All | Any) else (inner,)
    conditions = tuple(_typed(row) for row in rows if isinstance(row, Comparison))
    if len(conditions) < len(rows) or len(rows) > MOST_IN_GROUP:
        return None
    about_assets = within or (
        of == Segment.Of.ASSETS and all(row.field.startswith(("asset.", "due.")) for row in conditions)
    )
    return TypedGroup(
        of="asset" if about_assets else "customer",
        joined="any" if isinstance(inner, Any) else "all",
        negated=negated,
        conditions=conditions,
    )


def typed_of_json(found: Anything, of: str) -> Typed | None:
    """Of criteria that are refused now, since what they name is gone: its rows can still be seen and mended."""
    try:
        return typed_of(_loosely(found), of)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _loosely(found: Anything) -> Node:
    if "field" in found:
        value = found.get("value")
        shown = tuple(value) if isinstance(value, list) else value
        return Comparison(str(found["field"]), str(found.get("operator", "")), shown)
    [(word, inner)] = found.items()
    match word:
        case "all":
            return All(tuple(map(_loosely, inner)))
        case "any":
            return Any(tuple(map(_loosely, inner)))
        case "not":
            return Not(_loosely(inner))
        case "asset":
            return HasAsset(_loosely(inner))
    raise ValueError(word)


def _typed(row: Comparison) -> TypedCondition:
    value: Anything = written(row).get("value")
    if isinstance(value, list):
        texts = [str(one) for one in value]
        if row.operator == Operator.BETWEEN and len(texts) == 2:
            return TypedCondition(row.field, row.operator, texts[0], texts[1])
        return TypedCondition(row.field, row.operator, chosen=tuple(texts))
    return TypedCondition(row.field, row.operator, "" if value is None else str(value))


def _conditions(data: QueryDict, group: int) -> list[TypedCondition]:
    found = []
    for row in range(MOST_IN_GROUP):
        name = f"g{group}-c{row}"
        if f"{name}-field" not in data:
            break
        found.append(
            TypedCondition(
                field=data.get(f"{name}-field", "")[:100],
                operator=data.get(f"{name}-operator", "")[:30],
                value=data.get(f"{name}-value", "")[:500],
                other=data.get(f"{name}-other", "")[:500],
                chosen=tuple(data.getlist(f"{name}-chosen")[:200]),
            )
        )
    return found


def _joined(given: str | None) -> str:
    return "any" if given == "any" else "all"


def _operator(given: str) -> Operator | None:

    return Operator(given) if given in set(Operator) else None


def _whole(text: str) -> int | str:
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) < 19 else text


def _number(text: str) -> int | float | str:
    plain = text.strip().replace(",", "")
    try:
        return int(plain) if plain.lstrip("-").isdecimal() and len(plain) < 19 else float(plain)
    except ValueError:
        return text


def _put(groups: tuple[TypedGroup, ...], at: int, changed: TypedGroup) -> tuple[TypedGroup, ...]:
    return (*groups[:at], changed, *groups[at + 1 :])
