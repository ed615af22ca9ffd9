"""The store's own attributes in a search: equality by containment (GIN), ranges by the value itself."""

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, DecimalField, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    IsNull,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)

from customers.criteria import Comparison, FieldType, Operator, SearchField, day_range


def attribute_condition(comparison: Comparison, field: SearchField, path: str, today: date) -> Q:
    """`path`: the column of attributes, as a lookup. A value that is not there compares to nothing."""
    key = comparison.field.rpartition(".")[2]
    operator, value = comparison.operator, comparison.value
    if operator in {Operator.EMPTY, Operator.FILLED}:
        has = Q(**{f"{path}__has_key": key})
        return has if operator == Operator.FILLED else ~has
    if operator in {Operator.ANY_OF, Operator.NONE_OF}:
        words = value if isinstance(value, tuple) else ()
        found = reduce(or_, (_holds(path, key, word) for word in words))
        return found if operator == Operator.ANY_OF else ~found
    if field.type is FieldType.DATE:
        return _days(comparison, path, key, today)
    if operator == Operator.EQUALS:
        return _holds(path, key, _json(value) if isinstance(value, Decimal) else value)
    if field.type is FieldType.NUMBER:
        return _numbers(operator, value, path, key)
    text = _text_of(path, key)
    like = IContains(text, value) if operator == Operator.CONTAINS else IStartsWith(text, value)
    return _there(text) & Q(like)


def _holds(path: str, key: str, value: Any) -> Q:
    return Q(**{f"{path}__contains": {key: value}})


def _json(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _days(comparison: Comparison, path: str, key: str, today: date) -> Q:
    """Dates are kept as 2026-11-23, whose order as text is theirs in every collation: all are of one form."""
    text = _text_of(path, key)
    first, last = day_range(comparison, today)
    if first is not None and first == last:
        return _holds(path, key, first.isoformat())
    found = _there(text)
    if first is not None:
        found &= Q(GreaterThanOrEqual(text, Value(first.isoformat())))
    if last is not None:
        found &= Q(LessThanOrEqual(text, Value(last.isoformat())))
    return found


def _numbers(operator: str, value: Any, path: str, key: str) -> Q:
    number = _number_of(path, key)
    match operator:
        case Operator.LESS:
            found = Q(LessThan(number, value))
        case Operator.MORE:
            found = Q(GreaterThan(number, value))
        case _:
            low, high = value
            found = Q(GreaterThanOrEqual(number, low)) & Q(LessThanOrEqual(number, high))
    return _there(number) & found


def _there(value: Combinable) -> Q:
    """Beside it a comparison with NULL is false, so that "not" of it is true."""
    return Q(IsNull(value, False))


def _text_of(path: str, key: str) -> Func:
    """Django's own key transform would take a key of digits for a position in an array."""
    return Func(F(path), Value(key), function="jsonb_extract_path_text", output_field=CharField())


def _number_of(path: str, key: str) -> Case:
    kept = Func(F(path), Value(key), function="jsonb_extract_path")
    kind = Func(kept, function="jsonb_typeof", output_field=TextField())
    as_number = Func(_text_of(path, key), template="(%(expressions)s)::numeric", output_field=DecimalField())
    return Case(When(Exact(kind, Value("number")), then=as_number), output_field=DecimalField())
