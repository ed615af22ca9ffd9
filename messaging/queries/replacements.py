"""A send that was prepared again, and again: the whole line of them (mission.md A10)."""

from dataclasses import dataclass

from accounts.tenancy.statements import rows_of
from messaging.models import Dispatch

# From any of a line to its first and its last. One is prepared again once, so there is only one way.
_LINE = """
WITH RECURSIVE earlier(id, replaces_id) AS (
    SELECT id, replaces_id FROM messaging_dispatch WHERE store_id = %(store)s AND id = %(dispatch)s
    UNION
    SELECT before.id, before.replaces_id FROM earlier
    JOIN messaging_dispatch AS before ON before.store_id = %(store)s AND before.id = earlier.replaces_id
), later(id) AS (
    SELECT %(dispatch)s::bigint
    UNION
    SELECT after.id FROM later
    JOIN messaging_dispatch AS after ON after.store_id = %(store)s AND after.replaces_id = later.id
)
SELECT id FROM earlier UNION SELECT id FROM later ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One of a line. `is_shown`: the one whose page this is; is_last: all others were taken back for it."""

    dispatch: Dispatch
    is_shown: bool
    is_last: bool


def line_of(dispatch: Dispatch) -> list[Prepared]:
    """Everything that was prepared in the place of another, the first of them first; empty for what stands alone.

    Two queries, one for what stands alone.
    """
    ids = [row[0] for row in rows_of(_LINE, {"store": dispatch.store_id, "dispatch": dispatch.pk})]
    if ids == [dispatch.pk]:
        return []
    found = Dispatch.objects.select_related("author__user", "token").in_bulk(ids)
    return [Prepared(found[pk], is_shown=pk == dispatch.pk, is_last=pk == ids[-1]) for pk in ids]
