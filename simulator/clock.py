"""Times as the carriers write them: Japanese, with their offset."""

from datetime import datetime, timedelta, timezone

_JAPAN = timezone(timedelta(hours=9), "JST")


def japanese(at: float) -> datetime:
    """`at` (Unix seconds) on a Japanese clock."""
    return datetime.fromtimestamp(at, _JAPAN)


def written(at: float) -> str:
    """`at` (Unix seconds) as ISO 8601 with milliseconds and offset."""
    return japanese(at).isoformat(timespec="milliseconds")
