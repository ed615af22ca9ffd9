"""The customers whom the rows of a chunk speak of, as they are and as they will be."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.tenancy.statements import rows_of
from customers.intake.convert import Taken, TakenAsset

FIELDS = (
    "number", "kind", "name", "kana", "company_name", "mobile", "landline", "postal_code", "address", "email",
    "staff_id", "language", "attributes", "notes", "sms_flag",
)  # fmt: skip
_BLANK: dict[str, Any] = {
    "number": "", "kind": "person", "name": "", "kana": "", "company_name": "", "mobile": None, "landline": None,
    "postal_code": "", "address": "", "email": "", "staff_id": None, "language": "ja", "notes": "", "sms_flag": False,
}  # fmt: skip
_BLANK_FLAGGED = _BLANK | {"sms_flag": True}
_SELECT = f"SELECT id, {', '.join(FIELDS)} FROM customers_customer"
_BY_NUMBER = f"{_SELECT} WHERE store_id = %s AND number <> '' AND number = ANY(%s)"
_BY_MOBILE = f"{_SELECT} WHERE store_id = %s AND mobile = ANY(%s)"
# In one order for everybody who changes several customers.
_HELD = f"{_SELECT} WHERE store_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


@dataclass(slots=True)
class OwnAsset:
    """`record` are its columns, `dues` its dates (ISO) by the kind's id. `row`: which row of the import gave it."""

    record: dict[str, Any]
    pk: int | None = None
    dues: dict[int, str] = field(default_factory=dict)
    row: int | None = None
    changed: bool = False
    dues_changed: bool = False


@dataclass(slots=True)
class Person:
    """`record` are its columns as they will be. `row`: which row of the import gave it; `given` what that row said.

    pk is None for one who is new, or would be.
    """

    record: dict[str, Any]
    pk: int | None = None
    row: int | None = None
    given: Taken | None = None
    changed: bool = False
    # Its mobile number is another now.
    moved: bool = False
    assets: list[OwnAsset] = field(default_factory=list)


def people_by_number(store_id: int, numbers: Collection[str]) -> dict[str, Person]:
    if not numbers:
        return {}
    return {person.record["number"]: person for person in _people(_BY_NUMBER, [store_id, list(numbers)])}


def people_by_mobile(store_id: int, mobiles: Collection[str]) -> list[Person]:
    return _people(_BY_MOBILE, [store_id, list(mobiles)]) if mobiles else []


def held_people(store_id: int, ids: Sequence[int]) -> dict[int, Person]:
    """The same as they are at this moment, locked until the transaction ends, by id."""
    found = _people(_HELD, [store_id, list(ids)])
    return {person.pk: person for person in found if person.pk is not None}


def new_person(taken: Taken, *, flag: bool) -> Person:
    """Who would be made from a row: a company where only its name is given."""
    record = (_BLANK_FLAGGED if flag else _BLANK) | taken.values
    if "kind" not in taken.values and record["company_name"] and not record["name"]:
        record["kind"] = "company"
    record["attributes"] = {key: value for key, value in taken.attributes.items() if value is not None}
    return Person(record, row=taken.row, given=taken)


def changes_of(record: dict[str, Any], taken: Taken) -> dict[str, Any]:
    """What a row changes in a record; empty for nothing."""
    changes = {key: value for key, value in taken.values.items() if record[key] != value}
    if taken.attributes:
        merged = merged_attributes(record["attributes"], taken.attributes)
        if merged != record["attributes"]:
            changes["attributes"] = merged
    return changes


def merged_attributes(kept: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (kept | given).items() if value is not None}


def is_named(record: dict[str, Any]) -> bool:
    """As the table's constraint asks for."""
    return bool(record["company_name"] if record["kind"] == "company" else record["name"])


def asset_key(given: TakenAsset) -> tuple[str, str]:
    """By what an asset is found among its customer's: its number where there is one, else its name."""
    number = given.values.get("number")
    return ("number", number) if number else ("label", given.values["label"])


def _people(statement: str, values: list[Any]) -> list[Person]:
    people = []
    for pk, *columns in rows_of(statement, values):
        record = dict(zip(FIELDS, columns, strict=True))
        kept = record["attributes"]
        if isinstance(kept, str):
            record["attributes"] = {} if kept == "{}" else json.loads(kept)
        people.append(Person(record, pk))
    return people
