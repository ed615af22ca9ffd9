"""Which worker has an import. By PostgreSQL's clock; one that died is followed by another when its lease has ended."""

from datetime import datetime

from accounts.tenancy.statements import rows_of

# Renewed with each chunk, which takes a second or two. The first has a workbook to be opened before it.
LEASE_SECONDS = 60
FIRST_LEASE_SECONDS = 180
# Times that it is taken without a chunk's being taken in: the file, or we, bring every worker down.
MOST_ATTEMPTS = 5

# Imports share their worker's threads with receipts and look-ups, which must not wait for a million rows.
MOST_AT_ONCE = 4

# Two that look at the same moment may both begin: a little more than meant, and no harm.
_TAKE = """
WITH others AS (
    SELECT other.store_id FROM customers_import AS other
    WHERE other.status = 'running' AND other.lease_until >= clock_timestamp() AND other.id <> %(id)s
)
UPDATE customers_import AS own
SET status = 'running', lease_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    started_at = coalesce(started_at, clock_timestamp()), attempts = attempts + 1
WHERE id = %(id)s
    AND (status = 'queued' OR (status = 'running' AND coalesce(lease_until, '-infinity') < clock_timestamp()))
    AND NOT EXISTS (SELECT FROM others WHERE others.store_id = own.store_id)
    AND (SELECT count(*) FROM others) < %(most)s
RETURNING store_id, lease_until
"""
_HOLD = """
SELECT 1 FROM customers_import
WHERE store_id = %s AND id = %s AND status = 'running' AND lease_until = %s FOR UPDATE
"""


class LeaseLost(Exception):
    """The import was cancelled, or another worker has it: whoever finds this stops without a word."""


def take_lease(import_id: int) -> tuple[int, datetime] | None:
    """The store's id, and until when the import is ours.

    None where there is nothing to do, or somebody does it; and while another import of the store runs, or as many as
    may at once: the sweep comes again.
    """
    asked = {"id": import_id, "seconds": FIRST_LEASE_SECONDS, "most": MOST_AT_ONCE}
    found = rows_of(_TAKE, asked)
    return found[0] if found else None


def hold_lease(*, store_id: int, import_id: int, until: datetime) -> None:
    """Lock the row for the transaction of a chunk. Raises LeaseLost."""
    if not rows_of(_HOLD, [store_id, import_id, until]):
        raise LeaseLost


def imports_to_run() -> list[int]:
    """Ids of imports that no worker has, of any store; within the platform's scope."""
    found = rows_of(
        "SELECT id FROM customers_import WHERE status IN ('queued', 'running') "
        "AND (status = 'queued' OR coalesce(lease_until, '-infinity') < clock_timestamp()) ORDER BY id",
        [],
    )
    return [pk for (pk,) in found]
