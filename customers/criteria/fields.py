"""What can be asked of what: types of fields, the comparisons of each, and the shape of their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FieldType(StrEnum):
    TEXT = "text"
    # A telephone number: its last digits, as people remember it.
    PHONE = "phone"
    NUMBER = "number"
    # A day of the store's calendar.
    DATE = "date"
    # A point in time, asked about by days of the store's calendar.
    MOMENT = "moment"
    # Words; `SearchField.choices` has them.
    CHOICE = "choice"
    # Rows of the store, by id: staff, lists, kinds.
    ROW = "row"
    YES_NO = "yes_no"


class Operator(StrEnum):
    CONTAINS = "contains"
    BEGINS = "begins"
    ENDS = "ends"
    EQUALS = "equals"
    LESS = "less"
    MORE = "more"
    BETWEEN = "between"
    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    # Today counts in all of them: within the next 0 days is today.
    WITHIN_NEXT = "within_next_days"
    WITHIN_LAST = "within_last_days"
    NOT_WITHIN_LAST = "not_within_last_days"
    # Before today.
    OVERDUE = "overdue"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    YES = "yes"
    NO = "no"
    EMPTY = "empty"
    FILLED = "filled"


class Shape(StrEnum):
    """Of a comparison's value."""

    NONE = "none"
    TEXT = "text"
    DIGITS = "digits"
    NUMBER = "number"
    NUMBERS = "numbers"
    DATE = "date"
    DATES = "dates"
    DAYS = "days"
    WORDS = "words"
    IDS = "ids"


_GIVEN_OR_NOT = {Operator.EMPTY: Shape.NONE, Operator.FILLED: Shape.NONE}

# In the order in which a page offers them.
OPERATORS: Mapping[FieldType, Mapping[Operator, Shape]] = {
    FieldType.TEXT: {
        Operator.CONTAINS: Shape.TEXT,
        Operator.BEGINS: Shape.TEXT,
        Operator.EQUALS: Shape.TEXT,
        **_GIVEN_OR_NOT,
    },
    FieldType.PHONE: {Operator.ENDS: Shape.DIGITS, **_GIVEN_OR_NOT},
    FieldType.NUMBER: {
        Operator.EQUALS: Shape.NUMBER,
        Operator.LESS: Shape.NUMBER,
        Operator.MORE: Shape.NUMBER,
        Operator.BETWEEN: Shape.NUMBERS,
        **_GIVEN_OR_NOT,
    },
    FieldType.DATE: {
        Operator.WITHIN_NEXT: Shape.DAYS,
        Operator.WITHIN_LAST: Shape.DAYS,
        Operator.OVERDUE: Shape.NONE,
        Operator.ON: Shape.DATE,
        Operator.BEFORE: Shape.DATE,
        Operator.AFTER: Shape.DATE,
        Operator.BETWEEN: Shape.DATES,
        **_GIVEN_OR_NOT,
    },
    FieldType.MOMENT: {
        Operator.WITHIN_LAST: Shape.DAYS,
        Operator.NOT_WITHIN_LAST: Shape.DAYS,
        Operator.BEFORE: Shape.DATE,
        Operator.AFTER: Shape.DATE,
        **_GIVEN_OR_NOT,
    },
    FieldType.CHOICE: {Operator.ANY_OF: Shape.WORDS, Operator.NONE_OF: Shape.WORDS, **_GIVEN_OR_NOT},
    FieldType.ROW: {Operator.ANY_OF: Shape.IDS, Operator.NONE_OF: Shape.IDS, **_GIVEN_OR_NOT},
    FieldType.YES_NO: {Operator.YES: Shape.NONE, Operator.NO: Shape.NONE},
}


class Of(StrEnum):
    """Whose field: it decides where in the tree it may stand."""

    CUSTOMER = "customer"
    ASSET = "asset"


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field that a store's searches may name. `choices`: words or ids with what people call them."""

    name: str
    label: str
    type: FieldType
    of: Of = Of.CUSTOMER
    choices: Mapping[str | int, str] = field(default_factory=dict)
    # Under which heading a page offers it.
    group: str = ""
    # Whether it can be empty at all; a flag or a date of entry cannot.
    can_be_empty: bool = True
    # The kind of asset whose own field it is: to assets of another kind no question about it applies.
    asset_kind: int | None = None

    @property
    def full_label(self) -> str:
        """With its heading, where the label alone could be anything's."""
        return f"{self.group} / {self.label}" if self.asset_kind is not None else self.label

    @property
    def operators(self) -> dict[Operator, Shape]:
        """What may be asked of it, with the shape of each value."""
        found = dict(OPERATORS[self.type])
        if not self.can_be_empty:
            found.pop(Operator.EMPTY, None)
            found.pop(Operator.FILLED, None)
        return found
