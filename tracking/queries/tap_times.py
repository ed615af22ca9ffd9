"""When a link was asked for: by the hour at first, then by day, then by month (mission.md F3)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from tracking.models import HitKind, LinkTarget

# Up to so long a time is shown by the hour, and up to so long by the day.
_BY_HOUR = timedelta(days=2)
_BY_DAY = timedelta(days=92)

# The tallies lead to the codes that have hits. What is not in the tallies yet is not here either.
_BY_KIND = """
SELECT date_trunc('hour', hit.at AT TIME ZONE %(zone)s) AS begins, hit.kind, count(*)
FROM tracking_shortlink AS link
JOIN tracking_hit AS hit ON hit.store_id = link.store_id AND hit.link_id = link.id
WHERE link.store_id = %(store)s AND link.target_id = %(target)s AND link.hits > 0 AND NOT hit.is_new
GROUP BY 1, 2
"""


class Unit(models.TextChoices):
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """What came within it, by class. `begins`: the clock of the store's zone, without one."""

    begins: datetime
    people: int
    unclear: int
    previews: int
    scans: int

    @property
    def hits(self) -> int:
        return self.people + self.unclear + self.previews + self.scans


@dataclass(frozen=True, slots=True)
class TapTimes:
    """Without a gap from the first hit to the last; a period without any is there with zeros."""

    unit: Unit
    periods: list[Period]

    @property
    def hits(self) -> int:
        return sum(period.hits for period in self.periods)


def tap_times(store: Store, target: LinkTarget) -> TapTimes:
    """Of all codes of the address. Single hits are kept for a time only, so the sum may be less than the tallies'.

    One query.
    """
    rows = rows_of(_BY_KIND, {"zone": store.time_zone, "store": store.pk, "target": target.pk})
    if not rows:
        return TapTimes(Unit.HOUR, [])
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    unit = _unit(last - first)
    counted: defaultdict[datetime, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for begins, kind, count in rows:
        counted[_start(begins, unit)][kind] += count
    starts = _starts(_start(first, unit), last, unit)
    return TapTimes(unit, [_period(begins, counted.get(begins, {})) for begins in starts])


def _period(begins: datetime, counts: Mapping[str, int]) -> Period:
    return Period(
        begins,
        people=counts.get(HitKind.PERSON, 0),
        unclear=counts.get(HitKind.UNKNOWN, 0),
        previews=counts.get(HitKind.PREVIEW, 0),
        scans=counts.get(HitKind.SCANNER, 0),
    )


def _unit(length: timedelta) -> Unit:
    if length <= _BY_HOUR:
        return Unit.HOUR
    return Unit.DAY if length <= _BY_DAY else Unit.MONTH


def _start(moment: datetime, unit: Unit) -> datetime:
    if unit is Unit.HOUR:
        return moment
    return moment.replace(hour=0, day=1) if unit is Unit.MONTH else moment.replace(hour=0)


def _starts(begins: datetime, last: datetime, unit: Unit) -> Iterator[datetime]:
    while begins <= last:
        yield begins
        if unit is Unit.MONTH:
            begins = (begins + timedelta(days=32)).replace(day=1)
        else:
            begins += timedelta(hours=1) if unit is Unit.HOUR else timedelta(days=1)
