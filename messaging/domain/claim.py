"""Stage 5, claim: a worker takes a batch of what is due, for the length of a lease.

Stores of one account share each claim evenly: whoever has a million waiting does not delay one who has ten.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from accounts.tenancy.statements import array_literal, changed_by, rows_of
from messaging.domain.refusals import SUSPECTED_BEFORE

# The stores that wait, by a walk from one to the next in the index (one look each, however much they have); of those
# with something due everybody gets an equal share. MATERIALIZED: with `id IN (SELECT ... LIMIT n FOR UPDATE SKIP
# LOCKED)` PostgreSQL 15 was seen to claim far more than n under a nested loop.
CLAIM = f"""
WITH RECURSIVE waiting (store_id) AS (
    (SELECT store_id FROM messaging_message
     WHERE is_waiting AND account_id = %(account)s AND lane = %(lane)s AND store_id > %(after)s
     ORDER BY store_id LIMIT 1)
    UNION ALL
    SELECT following.store_id FROM waiting CROSS JOIN LATERAL (
        SELECT store_id FROM messaging_message
        WHERE is_waiting AND account_id = %(account)s AND lane = %(lane)s AND store_id > waiting.store_id
        ORDER BY store_id LIMIT 1
    ) AS following
), due_store AS MATERIALIZED (
    SELECT waiting.store_id FROM waiting CROSS JOIN LATERAL (
        SELECT FROM messaging_message
        WHERE is_waiting AND account_id = %(account)s AND lane = %(lane)s
          AND store_id = waiting.store_id AND due_at <= now()
        ORDER BY due_at LIMIT 1
    ) AS something
    -- Read only as far as it is asked for: stores whose messages are due later use up no place.
    LIMIT %(limit)s
), due AS MATERIALIZED (
    SELECT picked.id FROM due_store CROSS JOIN LATERAL (
        SELECT id FROM messaging_message
        WHERE is_waiting AND account_id = %(account)s AND lane = %(lane)s
          AND store_id = due_store.store_id AND due_at <= now()
        ORDER BY due_at LIMIT (SELECT greatest(%(limit)s / nullif(count(*), 0), 1) FROM due_store)
        FOR UPDATE SKIP LOCKED
    ) AS picked
)
UPDATE messaging_message AS message SET state = 'claimed', claimed_at = now()
WHERE message.id = ANY(ARRAY(SELECT id FROM due))
RETURNING {SUSPECTED_BEFORE}, message.id, message.store_id
"""

_HOLD = """
INSERT INTO messaging_batch (account_id, lane, message_ids, lease_until)
SELECT %s, %s, ids.held::bigint[], now() + %s FROM unnest(%s::text[]) AS ids (held)
RETURNING id, message_ids
"""

# Nothing of these has left: the batch and its claim go as if they had never been.
_GIVE_BACK = """
WITH batch AS (DELETE FROM messaging_batch WHERE id = ANY(%s) AND submitted_at IS NULL RETURNING message_ids)
UPDATE messaging_message SET state = 'scheduled', claimed_at = NULL
WHERE state = 'claimed' AND id = ANY(ARRAY(SELECT unnest(message_ids) FROM batch))
"""


class Claimed(NamedTuple):
    """`refusals`: how often a request that carried it was refused; it may have been the cause."""

    refusals: int
    message_id: int
    store_id: int


class Request(NamedTuple):
    """What goes to the provider at once, ids ascending. `weight`: what it counts of the account's limit."""

    message_ids: list[int]
    weight: int


class Claim(NamedTuple):
    """A request whose messages are now held by the caller."""

    batch_id: int
    message_ids: list[int]
    weight: int


class Portion(NamedTuple):
    """goes_on_after: where more stores wait than one claim may serve, the store that the next one begins after; else
    0. more: some store got its whole share, so that more of it may be due.
    """

    claims: list[Claim]
    goes_on_after: int
    more: bool


def claim_lease() -> timedelta:
    """Long enough for the requests of one claim; a worker that died gives it back after it."""
    return timedelta(seconds=settings.CLAIM_LEASE_SECONDS)


@transaction.atomic
def claim(
    *,
    account_id: int,
    lane: str,
    limit: int,
    cut: Callable[[Sequence[Claimed]], Sequence[Request]],
    after_store: int = 0,
) -> Portion:
    """At most `limit` due messages, cut into requests by `cut`, each a batch held until its lease is over.

    Fresh messages come first. Less than `limit` where shares round down, or stores have less than their share.
    """
    values = {"account": account_id, "lane": lane, "limit": limit, "after": after_store}
    claimed = sorted(Claimed(*row) for row in rows_of(CLAIM, values))
    if not claimed:
        return Portion([], goes_on_after=0, more=False)
    stores = Counter(one.store_id for one in claimed)
    return Portion(
        _held(cut(claimed), account_id, lane),
        goes_on_after=max(stores) if len(stores) >= limit else 0,
        more=max(stores.values()) >= max(limit // len(stores), 1),
    )


def _held(requests: Sequence[Request], account_id: int, lane: str) -> list[Claim]:
    weights = {request.message_ids[0]: request.weight for request in requests}
    arrays = [array_literal(request.message_ids) for request in requests]
    rows = rows_of(_HOLD, [account_id, lane, claim_lease(), arrays])
    return [Claim(batch_id, message_ids, weights[message_ids[0]]) for batch_id, message_ids in rows]


def give_back(claims: Sequence[Claim]) -> int:
    """Back to waiting, at once: the caller will not hand them over. Returns how many messages."""
    return changed_by(_GIVE_BACK, [[one.batch_id for one in claims]])
