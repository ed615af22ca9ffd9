"""A cell of a result as text, on a page and in a file."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext

from customers.queries.searches.columns import Cell


def cell_text(cell: Cell, zone: ZoneInfo) -> str:
    """Days as 2026-11-23, times as 2026-11-23 14:05 of the store, flags as words, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return pgettext("flag", "on") if cell else pgettext("flag", "off")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def cell_written(cell: Cell, zone: ZoneInfo) -> str | int | float:
    """For a file: numbers stay numbers."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return cell_text(cell, zone)
