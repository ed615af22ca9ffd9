"""Rates from the moments at which rows came to a state. Pure."""

from collections.abc import Sequence
from typing import NamedTuple


class Moment(NamedTuple):
    """So many rows at once, at this time (seconds)."""

    at: float
    rows: int


def total(moments: Sequence[Moment]) -> int:
    return sum(moment.rows for moment in moments)


def rate(moments: Sequence[Moment]) -> float:
    """Rows a second. The first moment only starts the clock: what came before it is not known."""
    if len(moments) < 2:
        return 0.0
    seconds = moments[-1].at - moments[0].at
    return (total(moments) - moments[0].rows) / seconds if seconds > 0 else 0.0


def first(moments: Sequence[Moment], rows: int) -> list[Moment]:
    """The moments up to the one in which `rows` are reached, and the one that starts their clock."""
    found = 0
    for position, moment in enumerate(moments[1:], start=1):
        found += moment.rows
        if found >= rows:
            return list(moments[: position + 1])
    return list(moments)


def last(moments: Sequence[Moment], rows: int) -> list[Moment]:
    """The same from the end."""
    found = 0
    for position in range(len(moments) - 1, 0, -1):
        found += moments[position].rows
        if found >= rows:
            return list(moments[position - 1 :])
    return list(moments)


def slices(moments: Sequence[Moment], rows: int) -> list[float]:
    """The rate of each `rows` after another; a rest that is smaller is left out."""
    rates, rest = [], list(moments)
    while total(rest[1:]) >= rows:
        one = first(rest, rows)
        rates.append(rate(one))
        rest = rest[len(one) - 1 :]
    return rates


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all do not exceed."""
    ordered = sorted(values)
    position = max(0, min(len(ordered) - 1, -(-int(share * 1000) * len(ordered) // 1000) - 1))
    return ordered[position]
