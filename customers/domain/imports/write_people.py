"""The customers of a chunk, written: new ones by COPY, changed ones by one UPDATE out of a table of the session."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils import timezone

from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.imports.copying import copy_rows, line_of, written
from customers.domain.imports.people import FIELDS, Person, changes_of, held_people, is_named
from customers.text_search import search_columns

_SEARCH = ("sort_key", "search_text", "search_grams", "search_number", "mobile_reversed", "landline_reversed")
_WRITTEN = (*FIELDS, *_SEARCH)
_NEW = f"customers_customer (store_id, id, created_at, updated_at, {', '.join(_WRITTEN)})"
_STAGING = "customers_import_changed"
# Of the session: emptied with each transaction, never seen by others.
_STAGE = f"""
CREATE TEMP TABLE IF NOT EXISTS {_STAGING} ON COMMIT DELETE ROWS AS
SELECT id, {", ".join(_WRITTEN)} FROM customers_customer WITH NO DATA
"""
_UPDATE = f"""
UPDATE customers_customer AS customer
SET {", ".join(f"{column} = staged.{column}" for column in _WRITTEN)}, updated_at = now(),
    mobile_confirmed_at = CASE WHEN customer.mobile IS NOT DISTINCT FROM staged.mobile
                               THEN customer.mobile_confirmed_at END
FROM {_STAGING} AS staged
WHERE customer.store_id = %s AND customer.id = staged.id
"""


class Outrun(Exception):
    """Somebody changed a customer at the same moment in a way that decides otherwise: the chunk begins anew."""


def write_new(store_id: int, people: Sequence[Person]) -> None:
    """Insert them, and set their ids."""
    if not people:
        return
    ((ids,),) = rows_of(
        "SELECT array(SELECT nextval(pg_get_serial_sequence('customers_customer', 'id')) "
        "FROM generate_series(1, %s))",
        [len(people)],
    )
    for person, pk in zip(people, ids, strict=True):
        person.pk = pk
    now = timezone.now().isoformat()
    copy_rows(
        _NEW, (line_of((str(store_id), str(person.pk), now, now, *_columns(person))) for person in people)
    )


def write_changed(store_id: int, people: Sequence[Person]) -> None:
    """Update them from what they are now, held: what a row does not speak of stays as somebody may just have left it.

    Raises Outrun where one of them is gone, or has no name any more.
    """
    if not people:
        return
    now = held_people(store_id, [person.pk for person in people if person.pk is not None])
    for person in people:
        current = now.get(person.pk or 0)
        if current is None or person.given is None:
            raise Outrun
        person.record = current.record | changes_of(current.record, person.given)
        if not is_named(person.record):
            raise Outrun
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
    copy_rows(
        f"{_STAGING} (id, {', '.join(_WRITTEN)})",
        (line_of((str(person.pk), *_columns(person))) for person in people),
    )
    changed_by(_UPDATE, [store_id])


def _columns(person: Person) -> Iterator[str]:
    record = person.record
    for name in FIELDS:
        value = record[name]
        # Most of them are texts.
        yield value if value.__class__ is str else written(value)
    found = search_columns(
        name=record["name"],
        kana=record["kana"],
        company_name=record["company_name"],
        number=record["number"],
        mobile=record["mobile"],
        landline=record["landline"],
    )
    yield found.sort_key
    yield found.search_text
    # Folded characters: none of them has to be escaped.
    yield '{"' + '","'.join(found.search_grams) + '"}' if found.search_grams else "{}"
    yield found.search_number
    yield found.mobile_reversed
    yield found.landline_reversed
