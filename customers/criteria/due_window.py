"""Which due dates are meant: of one kind, from a day to a day. Also as text, for addresses and selections."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

SOURCE = "due"
_SOURCE = re.compile(r"due:([0-9]{1,18}):([0-9-]{10})?:([0-9-]{10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DueWindow:
    """Dates of the due kind `kind_id` from `since` to `until`, both included; None is open."""

    kind_id: int
    since: date | None = None
    until: date | None = None

    @property
    def source(self) -> str:
        """As a selection names it: `due:3:2026-11-01:2026-11-30`."""
        ends = [end.isoformat() if end else "" for end in (self.since, self.until)]
        return ":".join([SOURCE, str(self.kind_id), *ends])


def due_window_in(source: str) -> DueWindow | None:
    """The window of a selection's source; None for what is none."""
    found = _SOURCE.fullmatch(source)
    if found is None:
        return None
    try:
        since, until = (date.fromisoformat(end) if end else None for end in found.groups()[1:])
    except ValueError:
        return None
    return DueWindow(int(found[1]), since, until)


def month_of(day: date) -> tuple[date, date]:
    """Its first day and its last."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_after(day: date) -> date:
    """The first day of the month after."""
    return month_of(day)[1] + timedelta(days=1)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return month_of(day.replace(day=1) - timedelta(days=1))[0]
