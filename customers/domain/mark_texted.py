"""When a customer was last texted: told by messaging, kept here to be searched by."""

from collections.abc import Collection

from django.db import connection

# Inserted and locked in one order: two workers with the same households would otherwise wait for each other.
_MARK = """
INSERT INTO customers_contact (store_id, customer_id, last_texted_at)
SELECT DISTINCT customer.store_id, customer.id, now() FROM customers_customer AS customer
JOIN unnest(%s::bigint[], %s::text[]) AS number (store_id, phone)
    ON customer.store_id = number.store_id AND customer.mobile = number.phone
ORDER BY customer.store_id, customer.id
ON CONFLICT (store_id, customer_id) DO UPDATE SET last_texted_at = excluded.last_texted_at
"""


def mark_texted(*, numbers: Collection[tuple[int, str]]) -> int:
    """`numbers` are pairs of store id and E.164, of any stores; everybody with such a number is marked.

    Returns how many customers. One statement; the record counts as unchanged.
    """
    if not numbers:
        return 0
    store_ids, phones = zip(*numbers, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [list(store_ids), list(phones)])
        marked: int = cursor.rowcount
    return marked
