"""Texts rendered and counted as the product does, beside the bare work on the same rows. One process."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accounts.domain.open_store import open_store
from accounts.models import Store
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import changed_by, rows_of
from bench.options import options_of
from bench.programs.plant_people import copy_customers
from customers.models import AssetKind, DueKind
from messaging.text import domestic_count
from templates_app.merge import Compiled
from templates_app.queries.compiling import compiled
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject

_BODY = "[[店舗名]]です。[[宛名]]の[[車両|お車]]([[車両:番号]])は[[期日:車検]]が車検の満了日です。ご予約を承ります。"
_BARE = "{}です。{}様の{}({})は{}が車検の満了日です。ご予約を承ります。"
# As many as one send takes (messaging.domain.compose).
_BATCH = 1_000
_STATEMENTS = """
INSERT INTO customers_asset
    (store_id, customer_id, kind_id, label, number, attributes, sms_flag, notes, created_at, updated_at)
SELECT store_id, id, %(kind)s, 'プリウス ' || id, '品川 ' || id, '{}', true, '', now(), now()
FROM customers_customer WHERE store_id = %(store)s;

INSERT INTO customers_assetdue (store_id, asset_id, kind_id, date)
SELECT store_id, id, %(due)s, current_date + ((id * 31) %% 365)::int FROM customers_asset WHERE store_id = %(store)s
"""
_JOINED = """
SELECT customer.name, asset.label, asset.number, due.date FROM customers_customer AS customer
JOIN customers_asset AS asset ON asset.store_id = customer.store_id AND asset.customer_id = customer.id
JOIN customers_assetdue AS due ON due.store_id = asset.store_id AND due.asset_id = asset.id
WHERE customer.store_id = %s AND customer.id = ANY(%s)
"""


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """`--count` customers with a vehicle each. Seconds for all of their texts, and the longest part in characters."""
    asked = options_of(arguments, count=int)
    store = open_store(
        slug="bench-texts", name="さくら自動車", formal_name="bench", status=Store.Status.ACTIVE
    )
    with store_scope(store.pk):
        copy_customers(store, asked.count)
        _plant(store)
        people = [
            pk for (pk,) in rows_of("SELECT id FROM customers_customer WHERE store_id = %s", [store.pk])
        ]
        ready = compiled(store, _BODY).compiled
        if ready is None:
            raise RuntimeError("the bench's text is not in order")
        [first, *_] = _batches(people)
        values = _values(store, ready, first)
        bare_values = rows_of(_JOINED, [store.pk, first])
        return {
            "at_hand": _seconds(_rendered(ready, values, asked.count)),
            "at_hand_bare": _seconds(_formatted(store, bare_values, asked.count)),
            "fetched": _seconds(_fetched(store, ready, people)),
            "fetched_bare": _seconds(_joined(store, people)),
            "characters": domestic_count(ready.render(values[0]).text).characters,
        }


def _plant(store: Store) -> None:
    kind = AssetKind.objects.create(name="車両")
    due = DueKind.objects.create(asset_kind=kind, name="車検")
    for statement in _STATEMENTS.split(";\n"):
        changed_by(statement, {"store": store.pk, "kind": kind.pk, "due": due.pk})
    changed_by("ANALYZE", [])


def _batches(people: Sequence[int]) -> list[list[int]]:
    return [list(people[start : start + _BATCH]) for start in range(0, len(people), _BATCH)]


def _seconds(counted: Iterator[int]) -> float:
    began = time.perf_counter()
    for characters in counted:
        if not characters:
            raise RuntimeError("an empty text")
    return time.perf_counter() - began


def _values(store: Store, ready: Compiled, people: Sequence[int]) -> list[dict[str, str]]:
    subjects = [Subject(customer_id=person) for person in people]
    return values_for(store=store, fields=ready.fields, subjects=subjects)


def _rendered(ready: Compiled, values: Sequence[Mapping[str, str]], count: int) -> Iterator[int]:
    """Characters of each text, values being at hand."""
    for at in range(count):
        yield domestic_count(ready.render(values[at % len(values)]).text).characters


def _formatted(store: Store, rows: Sequence[tuple[Any, ...]], count: int) -> Iterator[int]:
    """The least that can be done: Python's own formatting, and the length."""
    for at in range(count):
        yield len(_BARE.format(store.name, *rows[at % len(rows)]))


def _fetched(store: Store, ready: Compiled, people: Sequence[int]) -> Iterator[int]:
    for batch in _batches(people):
        for values in _values(store, ready, batch):
            yield domestic_count(ready.render(values).text).characters


def _joined(store: Store, people: Sequence[int]) -> Iterator[int]:
    """One statement that knows the text's four values, a batch."""
    for batch in _batches(people):
        for row in rows_of(_JOINED, [store.pk, batch]):
            yield len(_BARE.format(store.name, *row))
