"""Everybody in a file is put on one of the store's lists."""

from collections.abc import Iterable

from accounts.tenancy.statements import changed_by
from customers.domain.imports.people import Person
from customers.domain.imports.terms import Order

_PUT = """
INSERT INTO customers_staticlistentry (store_id, list_id, customer_id, added_at)
SELECT %s, %s, customer_id, clock_timestamp() FROM unnest(%s::bigint[]) AS customer_id
ON CONFLICT (store_id, list_id, customer_id) DO NOTHING
"""


def put_on_list(order: Order, people: Iterable[Person]) -> None:
    """New customers, changed ones and those that stayed the same; who stands there already stands there once."""
    if order.list_id is None:
        return
    ids = [person.pk for person in people if person.pk is not None]
    changed_by(_PUT, [order.store_id, order.list_id, ids])
