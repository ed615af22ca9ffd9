"""What the shop looks after for the customer: a vehicle, a lease, and what is known of it."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import AssetKind, Attribute
from customers.queries.attributes import attributes_by_kind
from templates_app.merge.names import as_key
from templates_app.queries.merge_values.written import attribute_example, attribute_words, keys_of, today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_ANY = "管理対象"
_NUMBER = "番号"
_LABEL_EXAMPLE = {"ja": "プリウス 白", "en": "white Prius"}
_THEIRS = """
SELECT customer_id, id, kind_id, label, number, archived_at IS NOT NULL, {attributes} FROM customers_asset
WHERE store_id = %s AND customer_id = ANY(%s) AND (archived_at IS NULL OR id = ANY(%s))
"""
_NUMBER_EXAMPLE = {"ja": "品川 300 あ 12-34", "en": "SHI-1234"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a key means: of an asset of this kind (None: of any) the name, the number, or an attribute."""

    kind_id: int | None
    number: bool = False
    attribute: Attribute | None = None


class _Asset(NamedTuple):
    """`attributes`: as JSON, read only where one of them is asked for."""

    id: int
    kind_id: int
    label: str
    number: str
    archived: bool
    attributes: str


def _fields(store: Store) -> list[MergeField]:
    today = today_in(store)
    group = _("What is looked after")
    found = [
        MergeField(_ANY, _("what it is called, of whatever kind"), group, _LABEL_EXAMPLE, ("asset",)),
        MergeField(
            f"{_ANY}:{_NUMBER}",
            _("registration or contract number"),
            group,
            _NUMBER_EXAMPLE,
            ("asset:number",),
        ),
    ]
    own = attributes_by_kind()
    for kind in _kinds():
        name = as_key(kind.name)
        found += [
            MergeField(name, _("what it is called"), kind.name, _LABEL_EXAMPLE),
            MergeField(
                f"{name}:{_NUMBER}",
                _("registration or contract number"),
                kind.name,
                _NUMBER_EXAMPLE,
                (f"{name}:number",),
            ),
        ]
        found += [
            MergeField(key, attribute.name, kind.name, attribute_example(attribute, today))
            for key, attribute in keys_of(name, own.get(kind.pk, [])).items()
        ]
    return found


def _kinds() -> list[AssetKind]:
    return list(AssetKind.objects.order_by("position", "id"))


def _wanted(keys: Collection[str]) -> dict[str, _Wanted]:
    """What each of these keys means; of two that are written alike the first."""
    meant = {_ANY: _Wanted(None), f"{_ANY}:{_NUMBER}": _Wanted(None, number=True)}
    own = attributes_by_kind()
    for kind in _kinds():
        name = as_key(kind.name)
        meant.setdefault(name, _Wanted(kind.pk))
        meant.setdefault(f"{name}:{_NUMBER}", _Wanted(kind.pk, number=True))
        for key, attribute in keys_of(name, own.get(kind.pk, [])).items():
            meant.setdefault(key, _Wanted(kind.pk, attribute=attribute))
    return {key: meant[key] for key in keys if key in meant}


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    wanted = _wanted(keys)
    assets = _assets(store, subjects, wanted.values())
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        theirs = assets.get(subject.customer_id)
        if not theirs:
            continue
        for key, meaning in wanted.items():
            asset = _meant(theirs, subject.asset_id, meaning.kind_id)
            if asset and (words := _words(asset, meaning, subject, today)):
                values[key] = words


def _assets(
    store: Store, subjects: Sequence[Settled], meanings: Collection[_Wanted]
) -> dict[int | None, list[_Asset]]:
    """By customer: what they have now, and what the text is about, be it archived."""
    customers = {subject.person.id for subject in subjects if subject.person}
    chosen = {subject.asset_id for subject in subjects if subject.asset_id is not None}
    found: dict[int | None, list[_Asset]] = defaultdict(list)
    if customers:
        attributes = "attributes::text" if any(meaning.attribute for meaning in meanings) else "NULL"
        asked = [store.pk, sorted(customers), sorted(chosen)]
        for customer_id, *columns in rows_of(_THEIRS.format(attributes=attributes), asked):
            found[customer_id].append(_Asset._make(columns))
    return found


def _meant(assets: list[_Asset], chosen: int | None, kind_id: int | None) -> _Asset | None:
    """The chosen one, if it is of this kind; else the only one that there is: of two none can be meant."""
    of_kind = assets if kind_id is None else [asset for asset in assets if asset.kind_id == kind_id]
    if chosen is not None:
        for asset in of_kind:
            if asset.id == chosen:
                return asset
    current = [asset for asset in of_kind if not asset.archived]
    return current[0] if len(current) == 1 else None


def _words(asset: _Asset, meaning: _Wanted, subject: Settled, today: date) -> str:
    if meaning.attribute is not None:
        return attribute_words(meaning.attribute, json.loads(asset.attributes), subject.language, today)
    return asset.number if meaning.number else asset.label


SOURCE = FieldSource("asset", 30, _fields, _fill)
