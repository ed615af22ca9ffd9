"""Consent that a file tells of, into the ledger: each entry once, however often the file comes."""

from collections.abc import Iterable

from accounts.tenancy.statements import rows_of
from customers.domain.consents.append import append_entries
from customers.domain.consents.given import Given
from customers.domain.imports.people import Person
from customers.domain.imports.terms import Order

_KNOWN = """
SELECT phone, purpose, granted, given_at, source FROM customers_consentrecord
WHERE store_id = %s AND phone = ANY(%s)
"""


def take_consents(order: Order, people: Iterable[Person]) -> int:
    """How many entries were appended, or would be: what stands in the ledger word for word is not said again.

    Whether the actor may record consent was asked when the mapping was chosen.
    """
    wishes = [
        Given(
            phone=person.record["mobile"],
            name=person.record["name"] or person.record["company_name"],
            purpose=said.purpose,
            granted=said.granted,
            given_at=said.given_at,
            source=said.source,
        )
        for person in people
        for said in (person.given.consents if person.given is not None else ())
    ]
    if not wishes:
        return 0
    phones = sorted({wish.phone for wish in wishes})
    known = set(rows_of(_KNOWN, [order.store_id, phones]))
    fresh: list[Given] = []
    for wish in wishes:
        key = (wish.phone, wish.purpose, wish.granted, wish.given_at, wish.source)
        if key not in known:
            known.add(key)
            fresh.append(wish)
    if not order.dry_run:
        append_entries(actor=order.actor, given=fresh)
    return len(fresh)
