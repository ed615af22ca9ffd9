"""A day and a time as a store's clock shows them, as a moment."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clock is put forward over this time (summer time begins): no clock of the zone ever shows it."""


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment, aware. A time that the clock shows twice (summer time ends) is the first. Raises NoSuchTime."""
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone)
    back = local.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"{local:%Y-%m-%d %H:%M}")
    return local
