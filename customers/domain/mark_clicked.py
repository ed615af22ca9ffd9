"""When a customer last tapped a link: told from above (docs/structure.md), kept here to be searched by."""

from collections.abc import Collection
from datetime import datetime

from accounts.tenancy.statements import changed_by

# Locked in one order, as mark_texted does.
_MARK = """
INSERT INTO customers_contact (store_id, customer_id, last_clicked_at)
SELECT customer.store_id, customer.id, max(tap.at) FROM customers_customer AS customer
JOIN unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS tap (store_id, phone, at)
    ON customer.store_id = tap.store_id AND customer.mobile = tap.phone
GROUP BY customer.store_id, customer.id
ORDER BY customer.store_id, customer.id
ON CONFLICT (store_id, customer_id) DO UPDATE
SET last_clicked_at = greatest(customers_contact.last_clicked_at, excluded.last_clicked_at)
"""


def mark_clicked(*, taps: Collection[tuple[int, str, datetime]]) -> int:
    """`taps`: store id, E.164 and time, of any stores; everybody with such a number is marked.

    Returns how many customers. One statement; the record counts as unchanged.
    """
    if not taps:
        return 0
    store_ids, phones, times = zip(*taps, strict=True)
    return changed_by(_MARK, [list(store_ids), list(phones), list(times)])
