"""Some thousand rows of an import in one transaction: the rows, their faults, and the counters that tell of them."""

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, ForeignKeyViolation, UniqueViolation

from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.imports.assets import read_assets, write_assets
from customers.domain.imports.consents import take_consents
from customers.domain.imports.copying import copy_rows, line_of
from customers.domain.imports.decide import Decider, Fault, Outcome
from customers.domain.imports.lease import LEASE_SECONDS, hold_lease
from customers.domain.imports.on_list import put_on_list
from customers.domain.imports.people import OwnAsset, Person, people_by_mobile, people_by_number
from customers.domain.imports.taken import (
    asset_id_key,
    customer_key,
    mobile_key,
    moved_key,
    new_asset_key,
    note_taken,
    number_key,
    rows_taken,
)
from customers.domain.imports.terms import Order
from customers.domain.imports.write_people import Outrun, write_changed, write_new
from customers.intake.convert import Refused, Taken

logger = logging.getLogger(__name__)

_TRIES = 5
# What others do at the same moment, and what the next try finds done.
_RACES = (UniqueViolation, DeadlockDetected, ForeignKeyViolation)
_MOVE_ON = """
UPDATE customers_import
SET rows = rows + %(rows)s, position = position + %(read)s, created = created + %(created)s,
    updated = updated + %(updated)s, unchanged = unchanged + %(unchanged)s, duplicates = duplicates + %(duplicates)s,
    rejected = rejected + %(rejected)s, consents = consents + %(consents)s,
    progress = least(1.0, (rows + %(rows)s)::float8 / greatest(%(total)s, 1)),
    lease_until = clock_timestamp() + make_interval(secs => %(lease)s), attempts = 0
WHERE store_id = %(store_id)s AND id = %(import_id)s RETURNING lease_until
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """`rows` in the order of the file, `read` of which they are; `columns`: positions by target."""

    order: Order
    rows: Sequence[Taken | Refused]
    read: int
    columns: Mapping[str, int]


def take_chunk(chunk: Chunk, *, lease: datetime) -> datetime:
    """Take it in, all or nothing, while the lease is ours; until when it is now. Raises LeaseLost.

    Where somebody adds or changes the same customers at the same moment, it begins anew.
    """
    for tries in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                return _taken_in(chunk, lease)
        except Outrun:
            if tries == _TRIES:
                raise
        except (IntegrityError, OperationalError) as error:
            if tries == _TRIES or not isinstance(error.__cause__, _RACES):
                raise
        logger.info("a chunk of import %s begins anew", chunk.order.import_id)
    raise AssertionError("done or raised")


def _taken_in(chunk: Chunk, lease: datetime) -> datetime:
    order = chunk.order
    hold_lease(store_id=order.store_id, import_id=order.import_id, until=lease)
    changed_by("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL jit = off", [])
    outcome = _decided(chunk)
    if not order.dry_run:
        write_new(order.store_id, outcome.new)
        write_changed(order.store_id, outcome.changed)
        write_assets(order, ((person, asset) for person, asset, _ in outcome.assets))
        put_on_list(order, outcome.given)
    consents = take_consents(order, outcome.said) if order.has_consents else 0
    note_taken(order, _taken_keys(order, outcome))
    _keep_faults(order, outcome.faults)
    counted = {
        "rows": outcome.rows,
        "read": chunk.read,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "duplicates": outcome.duplicates,
        "rejected": outcome.rejected,
        "consents": consents,
        "total": order.total,
        "lease": LEASE_SECONDS,
        "store_id": order.store_id,
        "import_id": order.import_id,
    }
    ((until,),) = rows_of(_MOVE_ON, counted)
    moved: datetime = until
    return moved


def _decided(chunk: Chunk) -> Outcome:
    """Everything that is known of the people and assets of these rows is read, then it is decided."""
    order = chunk.order
    taken = [row for row in chunk.rows if isinstance(row, Taken)]
    numbers = {number for row in taken if (number := row.values.get("number"))}
    mobiles = {row.values["mobile"] for row in taken if not row.values.get("number")}
    by_number = people_by_number(order.store_id, numbers)
    people = {person.pk: person for person in by_number.values()}
    by_mobile: dict[str, list[Person]] = {}
    holders = [people.setdefault(found.pk, found) for found in people_by_mobile(order.store_id, mobiles)]
    assets = read_assets(order, people.values()) if order.has_assets else []
    earlier = rows_taken(order, _keys(order, people.values(), assets, numbers, mobiles, taken))
    for person in people.values():
        person.row = _first(earlier, customer_key(person.pk or 0))
    for asset in assets:
        asset.row = _first(earlier, asset_id_key(asset.pk or 0))
    for person in holders:
        if moved_key(person.pk or 0) not in earlier:
            by_mobile.setdefault(person.record["mobile"], []).append(person)
    if order.dry_run:
        _add_would_be(earlier, by_number, by_mobile, numbers, mobiles)
    decider = Decider(
        order, by_number=by_number, by_mobile=by_mobile, new_assets=earlier, columns=chunk.columns
    )
    return decider.decide(chunk.rows)


def _keys(
    order: Order,
    people: Collection[Person],
    assets: Iterable[OwnAsset],
    numbers: Iterable[str],
    mobiles: Iterable[str],
    taken: Iterable[Taken],
) -> list[str]:
    """Under which an earlier row may have been noted."""
    keys = [customer_key(person.pk) for person in people if person.pk is not None]
    keys += [asset_id_key(asset.pk) for asset in assets if asset.pk is not None]
    if order.dry_run:
        keys += [moved_key(person.pk) for person in people if person.pk is not None]
        keys += [*map(number_key, numbers), *map(mobile_key, mobiles)]
        keys += [new_asset_key(row) for row in taken if row.asset is not None]
    return keys


def _add_would_be(
    earlier: Mapping[str, Sequence[int]],
    by_number: dict[str, Person],
    by_mobile: dict[str, list[Person]],
    numbers: Iterable[str],
    mobiles: Iterable[str],
) -> None:
    """The customers whom earlier rows of a dry run would have made, or given another number, by those rows."""
    made: dict[int, Person] = {}
    for number in numbers:
        for row in earlier.get(number_key(number), ()):
            by_number[number] = made.setdefault(row, Person({"number": number}, row=row))
    for mobile in mobiles:
        for row in earlier.get(mobile_key(mobile), ()):
            by_mobile.setdefault(mobile, []).append(made.setdefault(row, Person({"mobile": mobile}, row=row)))


def _taken_keys(order: Order, outcome: Outcome) -> list[tuple[str, int]]:
    keys: list[tuple[str, int]] = []
    for person in outcome.given:
        if person.row is None:
            continue
        if person.pk is not None:
            keys.append((customer_key(person.pk), person.row))
            if not order.dry_run or not person.moved:
                continue
            keys.append((moved_key(person.pk), person.row))
        elif person.record["number"]:
            keys.append((number_key(person.record["number"]), person.row))
        if person.record["mobile"]:
            keys.append((mobile_key(person.record["mobile"]), person.row))
    for _, asset, taken in outcome.assets:
        key = asset_id_key(asset.pk) if asset.pk is not None else new_asset_key(taken)
        keys.append((key, taken.row))
    return keys


def _first(earlier: Mapping[str, Sequence[int]], key: str) -> int | None:
    return next(iter(earlier.get(key, ())), None)


def _keep_faults(order: Order, faults: Iterable[Fault]) -> None:
    copy_rows(
        "customers_importfault (store_id, owner_id, row, reasons, cells, is_duplicate)",
        (
            line_of(
                (
                    str(order.store_id),
                    str(order.import_id),
                    str(fault.row),
                    json.dumps(fault.reasons, ensure_ascii=False),
                    json.dumps(fault.cells, ensure_ascii=False),
                    "t" if fault.is_duplicate else "f",
                )
            )
            for fault in faults
        ),
    )
