"""Messages of a period without an index on time: their ids follow the time at which they were planned."""

from datetime import date, datetime, time, timedelta

from accounts.models import Store
from accounts.tenancy.statements import rows_of

# Ids are drawn in the transaction that plans, so ids and times agree but for seconds. Half a day also covers a
# server whose clock stood in the wrong zone for a while. It costs reading half a day more.
_SLACK = timedelta(hours=12)

# Halves the store's ids until one is left: about 24 look-ups in UNIQUE (store_id, id) for ten million rows.
_FIRST_ID = """
WITH RECURSIVE step(low, high) AS (
    SELECT coalesce(min(id), 0), coalesce(max(id), 0) + 1 FROM messaging_message WHERE store_id = %(store)s
    UNION ALL
    SELECT CASE WHEN probe.created_at < %(moment)s THEN probe.id + 1 ELSE step.low END,
           CASE WHEN probe.created_at < %(moment)s THEN step.high ELSE (step.low + step.high) / 2 END
    FROM step
    LEFT JOIN LATERAL (
        SELECT id, created_at FROM messaging_message
        WHERE store_id = %(store)s AND id >= (step.low + step.high) / 2 ORDER BY id LIMIT 1
    ) AS probe ON true
    WHERE step.low < step.high
)
SELECT low FROM step WHERE low >= high LIMIT 1
"""


def day_start(store: Store, day: date) -> datetime:
    """Midnight in the store's zone."""
    return datetime.combine(day, time.min, tzinfo=store.zone)


def id_not_after(store_id: int, moment: datetime) -> int:
    """No message of the store that was planned at `moment` or later has a smaller id. One query."""
    return _first_id(store_id, moment - _SLACK)


def id_after(store_id: int, moment: datetime) -> int:
    """No message of the store that was planned before `moment` has this id or a greater one. One query."""
    return _first_id(store_id, moment + _SLACK)


def _first_id(store_id: int, moment: datetime) -> int:
    [[found]] = rows_of(_FIRST_ID, {"store": store_id, "moment": moment})
    return int(found)
