"""What the customers of a chunk own: read before it is decided, written after."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.imports.copying import NEXT, copy_rows, line_of, written
from customers.domain.imports.people import OwnAsset, Person
from customers.domain.imports.terms import Order

_FIELDS = ("label", "number", "attributes", "sms_flag", "notes")
_FIND = f"""
SELECT customer_id, id, {", ".join(_FIELDS)} FROM customers_asset
WHERE store_id = %s AND customer_id = ANY(%s) AND kind_id = %s ORDER BY id
"""
_DUES = "SELECT asset_id, kind_id, date FROM customers_assetdue WHERE store_id = %s AND asset_id = ANY(%s)"
_STAGING = "customers_import_assets"
_STAGE = f"""
CREATE TEMP TABLE IF NOT EXISTS {_STAGING} ON COMMIT DELETE ROWS AS
SELECT id, {", ".join(_FIELDS)} FROM customers_asset WITH NO DATA
"""
_UPDATE = f"""
UPDATE customers_asset AS asset
SET {", ".join(f"{column} = staged.{column}" for column in _FIELDS)}, updated_at = now()
FROM {_STAGING} AS staged WHERE asset.store_id = %s AND asset.id = staged.id
"""


def read_assets(order: Order, people: Iterable[Person]) -> list[OwnAsset]:
    """Put the assets of the import's kind into the people's hands; all of them together."""
    owners = {person.pk: person for person in people if person.pk is not None}
    if not owners:
        return []
    found: dict[int, OwnAsset] = {}
    for owner, pk, *columns in rows_of(_FIND, [order.store_id, list(owners), order.asset_kind]):
        record: dict[str, Any] = dict(zip(_FIELDS, columns, strict=True))
        if isinstance(record["attributes"], str):
            record["attributes"] = json.loads(record["attributes"])
        found[pk] = OwnAsset(record, pk)
        owners[owner].assets.append(found[pk])
    for asset, kind, day in rows_of(_DUES, [order.store_id, list(found)]) if found else ():
        found[asset].dues[kind] = day.isoformat()
    return list(found.values())


def write_assets(order: Order, decided: Iterable[tuple[Person, OwnAsset]]) -> None:
    """New ones by COPY, which sets their ids; changed ones by one UPDATE; dates as they are now."""
    pairs = list(decided)
    new = [(person, asset) for person, asset in pairs if asset.pk is None]
    changed = [asset for _, asset in pairs if asset.pk is not None and asset.changed]
    moved = [asset for _, asset in pairs if asset.dues_changed]
    if new:
        _insert(order, new)
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(_STAGE)
        copy_rows(
            f"{_STAGING} (id, {', '.join(_FIELDS)})",
            (line_of((str(asset.pk), *_columns(asset))) for asset in changed),
        )
        changed_by(_UPDATE, [order.store_id])
    if moved:
        _write_dues(order, moved)


def _insert(order: Order, new: list[tuple[Person, OwnAsset]]) -> None:
    ((ids,),) = rows_of(
        "SELECT array(SELECT nextval(pg_get_serial_sequence('customers_asset', 'id')) FROM generate_series(1, %s))",
        [len(new)],
    )
    now = timezone.now().isoformat()
    for (_, asset), pk in zip(new, ids, strict=True):
        asset.pk = pk
    copy_rows(
        f"customers_asset (store_id, id, customer_id, kind_id, created_at, updated_at, {', '.join(_FIELDS)})",
        (
            line_of(
                (
                    *map(str, (order.store_id, asset.pk, person.pk, order.asset_kind, now, now)),
                    *_columns(asset),
                )
            )
            for person, asset in new
        ),
    )


def _write_dues(order: Order, assets: list[OwnAsset]) -> None:
    changed_by(
        "DELETE FROM customers_assetdue AS due USING customers_duekind AS kind "
        "WHERE due.store_id = %s AND due.asset_id = ANY(%s) AND kind.id = due.kind_id AND kind.store_id = due.store_id",
        [order.store_id, [asset.pk for asset in assets]],
    )
    copy_rows(
        "customers_assetdue (store_id, asset_id, kind_id, date)",
        (
            f"{order.store_id}{NEXT}{asset.pk}{NEXT}{kind}{NEXT}{day}"
            for asset in assets
            for kind, day in sorted(asset.dues.items())
        ),
    )


def _columns(asset: OwnAsset) -> Iterator[str]:
    return (written(asset.record[name]) for name in _FIELDS)
