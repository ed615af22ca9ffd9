"""What counts now for a number and purpose, kept in step with the ledger."""

from collections.abc import Sequence
from datetime import datetime

from accounts.tenancy.statements import rows_of
from customers.domain.consents.given import Given

# Later counts; of the same moment the withdrawal; then whatever was written later. The same order as in
# queries/consent_chain.py, which proves it.
_CARRY = """
INSERT INTO customers_consentstate AS state (store_id, phone, purpose, granted, given_at, position)
SELECT %(store)s, said.phone, said.purpose, said.granted, said.given_at, said.position
FROM unnest(%(phones)s::text[], %(purposes)s::text[], %(granted)s::boolean[], %(times)s::timestamptz[],
            %(positions)s::bigint[]) AS said (phone, purpose, granted, given_at, position)
ON CONFLICT (store_id, phone, purpose) DO UPDATE
SET granted = excluded.granted, given_at = excluded.given_at, position = excluded.position
WHERE (excluded.given_at, NOT excluded.granted, excluded.position)
    > (state.given_at, NOT state.granted, state.position)
RETURNING phone, purpose, granted
"""

_Rank = tuple[datetime, bool, int]


def carry_states(*, store_id: int, first: int, given: Sequence[Given]) -> list[tuple[str, str]]:
    """Let these entries, at the positions from `first` on, count where nothing later was said.

    Returns the numbers and purposes that are withdrawn by them. Call it while the chain is held.
    """
    last: dict[tuple[str, str], _Rank] = {}
    for position, one in enumerate(given, start=first):
        rank = (one.given_at, not one.granted, position)
        if rank > last.get((one.phone, one.purpose), (one.given_at, False, 0)):
            last[one.phone, one.purpose] = rank
    values = {
        "store": store_id,
        "phones": [phone for phone, _purpose in last],
        "purposes": [purpose for _phone, purpose in last],
        "granted": [not withdrawn for _at, withdrawn, _position in last.values()],
        "times": [at.isoformat() for at, _withdrawn, _position in last.values()],
        "positions": [position for _at, _withdrawn, position in last.values()],
    }
    return [(phone, purpose) for phone, purpose, granted in rows_of(_CARRY, values) if not granted]
