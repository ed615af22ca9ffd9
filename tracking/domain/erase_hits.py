"""What is dropped of hits: where they came from, when a person is erased; all of them, when their time has passed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.registries.personal_data import RetentionKind, add_retention_kind

_EMPTY = """
UPDATE tracking_hit AS hit SET address = NULL, agent = ''
FROM tracking_shortlink AS link
WHERE link.store_id = %(store)s AND link.recipient = ANY(%(recipients)s::bigint[])
  AND hit.store_id = link.store_id AND hit.link_id = link.id
"""

# What has not moved its tally yet stays for it.
_OLD = "FROM tracking_hit WHERE store_id = %(store)s AND at < %(before)s AND NOT is_new"


def empty_hits(*, recipients: Collection[int]) -> int:
    """Take address and browser from the hits on these recipients' links, in the store in scope; how many hits."""
    return changed_by(_EMPTY, {"store": current_store_id(), "recipients": list(recipients)})


def count_old_hits(before: datetime) -> int:
    ((found,),) = rows_of(f"SELECT count(*) {_OLD}", {"store": current_store_id(), "before": before})
    return int(found)


@transaction.atomic
def drop_old_hits(before: datetime, limit: int) -> int:
    """Delete up to `limit`; the links' tallies stay."""
    return changed_by(
        f"DELETE FROM tracking_hit WHERE id = ANY(ARRAY(SELECT id {_OLD} LIMIT %(limit)s))",
        {"store": current_store_id(), "before": before, "limit": limit},
    )


HITS = RetentionKind(
    slug="link_hits",
    label=_("Clicks: time, address, browser"),
    about=_("Counted from the click. How often each link was tapped, first and last, stays."),
    position=15,
    default_days=1095,
    least_days=30,
    count=count_old_hits,
    drop=drop_old_hits,
)


def add_retention() -> None:
    add_retention_kind(HITS)
