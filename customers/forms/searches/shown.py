"""The builder as a page draws it: what can be chosen in each row, beside what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from customers.criteria import Of, SearchField, Shape
from customers.forms.searches.builder import Typed, TypedCondition, TypedGroup
from customers.queries.searches.columns import Column
from customers.queries.searches.words import OPERATOR_WORDS


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    word: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Options under one heading."""

    word: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """`gone`: a field was chosen that is there no more. `shape`: which inputs stand behind the comparison."""

    name: str
    place: str
    typed: TypedCondition
    fields: list[Heading]
    operators: list[Option]
    choices: list[Option]
    shape: str
    gone: bool

    @property
    def input_type(self) -> str:
        kinds = {"number": "number", "numbers": "number", "days": "number", "date": "date", "dates": "date"}
        return kinds.get(self.shape, "text")

    @property
    def has_other(self) -> bool:
        return self.shape in {"numbers", "dates"}


@dataclass(frozen=True, slots=True)
class ShownGroup:
    name: str
    at: int
    typed: TypedGroup
    conditions: list[ShownCondition]


def shown_groups(typed: Typed, fields: Mapping[str, SearchField]) -> list[ShownGroup]:
    return [
        ShownGroup(
            f"g{at}",
            at,
            group,
            [_condition(f"g{at}-c{row}", f"{at}.{row}", one, _offered(group, fields))
             for row, one in enumerate(group.conditions)],
        )
        for at, group in enumerate(typed.groups)
    ]  # fmt: skip


def chosen_columns(columns: Mapping[str, Column], chosen: Sequence[str]) -> list[Heading]:
    """Every column by heading, those of `chosen` ticked."""
    return _headings(
        [(one.group, Option(one.name, one.label, one.name in chosen)) for one in columns.values()]
    )


def _offered(group: TypedGroup, fields: Mapping[str, SearchField]) -> list[SearchField]:
    of = Of.ASSET if group.of == "asset" else Of.CUSTOMER
    # A choice without choices could only be refused.
    return [one for one in fields.values() if one.of is of and (one.choices or not _needs_choices(one))]


def _needs_choices(field: SearchField) -> bool:
    return bool({Shape.WORDS, Shape.IDS} & set(field.operators.values())) and not field.can_be_empty


def _condition(name: str, place: str, typed: TypedCondition, offered: list[SearchField]) -> ShownCondition:
    known = next((one for one in offered if one.name == typed.field), None)
    operators = known.operators if known else {}
    chosen = next((one for one in operators if one == typed.operator), next(iter(operators), None))
    return ShownCondition(
        name=name,
        place=place,
        typed=typed,
        fields=_headings([(one.group, Option(one.name, one.label, one is known)) for one in offered]),
        operators=[Option(one.value, str(OPERATOR_WORDS[one]), one is chosen) for one in operators],
        choices=[
            Option(str(value), word, str(value) in typed.chosen)
            for value, word in (known.choices if known else {}).items()
        ],
        shape=operators[chosen].value if chosen else "",
        gone=bool(typed.field) and known is None,
    )


def _headings(found: Sequence[tuple[str, Option]]) -> list[Heading]:
    headings: dict[str, Heading] = {}
    for word, option in found:
        headings.setdefault(word, Heading(word, [])).options.append(option)
    return list(headings.values())
