"""Who was given by an earlier row of an import (models/spreadsheet_import.py, ImportTaken)."""

from collections.abc import Collection, Iterable

from accounts.tenancy.statements import rows_of
from customers.domain.imports.copying import NEXT, copy_rows
from customers.domain.imports.people import asset_key
from customers.domain.imports.terms import Order
from customers.intake.convert import Taken

_FIND = "SELECT key, row FROM customers_importtaken WHERE store_id = %s AND owner_id = %s AND key = ANY(%s)"


def customer_key(pk: int) -> str:
    return f"c{pk}"


def asset_id_key(pk: int) -> str:
    return f"a{pk}"


def number_key(number: str) -> str:
    """Of a customer whom a dry run would have made, as the next."""
    return f"n:{number}"


def mobile_key(mobile: str) -> str:
    return f"m:{mobile}"


def moved_key(pk: int) -> str:
    """Of a customer to whom a dry run would have given another mobile number: mobile_key has the new one."""
    return f"g{pk}"


def new_asset_key(taken: Taken) -> str:
    """Of an asset that a dry run would have made."""
    if taken.asset is None:
        raise ValueError(f"row {taken.row} has no asset")
    kind, value = asset_key(taken.asset)
    owner = taken.values.get("number") or taken.values.get("mobile")
    return f"A{kind[0]}:{owner}:{value}"


def rows_taken(order: Order, keys: Collection[str]) -> dict[str, list[int]]:
    """The rows that had these keys, in order."""
    if not keys:
        return {}
    found: dict[str, list[int]] = {}
    for key, row in rows_of(_FIND, [order.store_id, order.import_id, list(keys)]):
        found.setdefault(key, []).append(row)
    return found


def note_taken(order: Order, rows: Iterable[tuple[str, int]]) -> None:
    """Keys with their rows."""
    copy_rows(
        "customers_importtaken (store_id, owner_id, key, row)",
        (f"{order.store_id}{NEXT}{order.import_id}{NEXT}{key}{NEXT}{row}" for key, row in rows),
    )
