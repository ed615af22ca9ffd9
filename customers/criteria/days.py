"""Which days a comparison means, once today is known."""

from datetime import date, timedelta

from customers.criteria.fields import Operator
from customers.criteria.tree import Comparison

# Both ends are included; None is open.
DayRange = tuple[date | None, date | None]

_DAY = timedelta(days=1)


def day_range(comparison: Comparison, today: date) -> DayRange:
    """Of a comparison of a date. Raises ValueError for an operator that means no days."""
    operator, value = comparison.operator, comparison.value
    if operator == Operator.OVERDUE:
        return None, today - _DAY
    if isinstance(value, int):
        length = timedelta(days=value)
        return (today, today + length) if operator == Operator.WITHIN_NEXT else (today - length, today)
    if isinstance(value, date):
        if operator == Operator.BEFORE:
            return None, value - _DAY
        return (value, value) if operator == Operator.ON else (value + _DAY, None)
    if isinstance(value, tuple) and len(value) == 2:
        first, last = value
        if isinstance(first, date) and isinstance(last, date):
            return first, last
    raise ValueError(f"{operator} names no days")
