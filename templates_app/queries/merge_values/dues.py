"""When something falls due for what is looked after: 車検, 点検, 更新."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import DueKind
from templates_app.merge.moments import day_words
from templates_app.merge.names import as_key
from templates_app.queries.merge_values.written import today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_THEIRS = """
SELECT asset.customer_id, due.asset_id, due.kind_id, due.date, asset.archived_at IS NOT NULL
FROM customers_asset AS asset
JOIN customers_assetdue AS due ON due.store_id = asset.store_id AND due.asset_id = asset.id
WHERE asset.store_id = %s AND asset.customer_id = ANY(%s) AND (asset.archived_at IS NULL OR asset.id = ANY(%s))
"""
_DATE, _WHAT = "期日", "期日の種類"


class _Due(NamedTuple):
    asset_id: int
    kind_id: int
    day: date
    archived: bool


def _fields(store: Store) -> list[MergeField]:
    today = today_in(store)
    day = {language: day_words(today, language, today) for language in ("ja", "en")}
    group = _("Due dates")
    names = list(dict.fromkeys(as_key(kind.name) for kind in _kinds()))
    return [
        MergeField(_DATE, _("the due date that the text is about"), group, day, ("due date",)),
        MergeField(
            _WHAT, _("what falls due"), group, {"ja": "車検", "en": "inspection"}, ("what falls due",)
        ),
        *(MergeField(f"{_DATE}:{name}", name, group, day, (f"due date:{name}",)) for name in names),
    ]


def _kinds() -> list[DueKind]:
    return list(DueKind.objects.order_by("asset_kind__position", "position", "id"))


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    kinds = {kind.pk: kind.name for kind in _kinds()}
    named: dict[str, set[int]] = defaultdict(set)
    for kind_id, name in kinds.items():
        if (key := f"{_DATE}:{as_key(name)}") in keys:
            named[key].add(kind_id)
    asks_which = _DATE in keys or _WHAT in keys
    dues = _dues(store, subjects)
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        theirs = dues.get(subject.customer_id)
        if not theirs:
            continue
        for key, ids in named.items():
            if due := _meant(theirs, subject.asset_id, ids):
                values[key] = day_words(due.day, subject.language, today)
        asked = kinds if subject.due_kind_id is None else (subject.due_kind_id,)
        if asks_which and (due := _meant(theirs, subject.asset_id, asked)):
            values[_DATE] = day_words(due.day, subject.language, today)
            values[_WHAT] = kinds[due.kind_id]


def _dues(store: Store, subjects: Sequence[Settled]) -> dict[int | None, list[_Due]]:
    """By customer: of what they have now, and of what the text is about, be it archived."""
    customers = {subject.person.id for subject in subjects if subject.person}
    chosen = {subject.asset_id for subject in subjects if subject.asset_id is not None}
    found: dict[int | None, list[_Due]] = defaultdict(list)
    if customers:
        for customer_id, *columns in rows_of(_THEIRS, [store.pk, sorted(customers), sorted(chosen)]):
            found[customer_id].append(_Due._make(columns))
    return found


def _meant(dues: list[_Due], chosen: int | None, kinds: Collection[int]) -> _Due | None:
    """The only date of these kinds: of the chosen asset alone where one is chosen, so that no other car's is said."""
    of_asset = [due for due in dues if (not due.archived if chosen is None else due.asset_id == chosen)]
    meant = [due for due in of_asset if due.kind_id in kinds]
    return meant[0] if len(meant) == 1 else None


SOURCE = FieldSource("due", 35, _fields, _fill)
