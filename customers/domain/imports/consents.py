"""Consent that a file tells of, into the ledger: each entry once, however often the file comes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from accounts.tenancy.statements import rows_of
from customers.domain.consents.append import append_entries
from customers.domain.consents.given import Given
from customers.domain.imports.people import Person
from customers.domain.imports.terms import Order
from customers.intake.convert import Taken

_KNOWN = """
SELECT phone, purpose, granted, given_at, source FROM customers_consentrecord
WHERE store_id = %s AND phone = ANY(%s)
"""


class _Entry(NamedTuple):
    granted: bool
    given_at: datetime
    source: str


def take_consents(order: Order, rows: Iterable[tuple[Person, Taken]]) -> int:
    """How many entries were appended, or would be: what the ledger has is not said again.

    That is the same word for word; and a withdrawal of the same day and source after which nothing else was said: a
    row knows only its day. Whether the actor may record consent was asked when the mapping was chosen.
    """
    wishes = [wish for person, taken in rows for wish in _wishes(person, taken)]
    if not wishes:
        return 0
    phones = sorted({wish.phone for wish in wishes})
    known: dict[tuple[str, str], list[_Entry]] = {}
    for phone, purpose, granted, given_at, source in rows_of(_KNOWN, [order.store_id, phones]):
        known.setdefault((phone, purpose), []).append(_Entry(granted, given_at, source))
    fresh: list[Given] = []
    for wish in wishes:
        entries = known.setdefault((wish.phone, wish.purpose), [])
        entry = _Entry(wish.granted, wish.given_at, wish.source)
        if not _is_known(entry, entries):
            entries.append(entry)
            fresh.append(wish)
    if not order.dry_run:
        append_entries(actor=order.actor, given=fresh)
    return len(fresh)


def _wishes(person: Person, taken: Taken) -> Iterator[Given]:
    """Of the number that the row gives, else of the customer's own."""
    record = person.record
    # A dry run may know only the key of one whom an earlier chunk would have made.
    phone = taken.values.get("mobile") or record.get("mobile") or record["number"]
    for said in taken.consents:
        yield Given(
            phone=phone,
            name=record.get("name") or record.get("company_name") or "",
            purpose=said.purpose,
            granted=said.granted,
            given_at=said.given_at,
            source=said.source,
        )


def _is_known(said: _Entry, entries: list[_Entry]) -> bool:
    if said in entries:
        return True
    if said.granted:
        return False
    before = [entry for entry in entries if entry.given_at <= said.given_at]
    last = max(before, key=lambda entry: (entry.given_at, not entry.granted), default=None)
    if last is None or last.granted or last.source != said.source:
        return False
    return last.given_at.astimezone(said.given_at.tzinfo).date() == said.given_at.date()
