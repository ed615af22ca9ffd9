"""When something falls due for what is looked after: 車検, 点検, 更新."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Store
from customers.models import AssetDue, DueKind
from templates_app.merge.moments import day_words
from templates_app.merge.names import as_key
from templates_app.queries.merge_values.written import today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_DATE, _WHAT = "期日", "期日の種類"


@dataclass(frozen=True, slots=True)
class _Due:
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
    kinds = {kind.pk: kind for kind in _kinds()}
    named: dict[str, set[int]] = defaultdict(set)
    for kind in kinds.values():
        if (key := f"{_DATE}:{as_key(kind.name)}") in keys:
            named[key].add(kind.pk)
    dues = _dues(subjects)
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        theirs = dues.get(subject.customer_id)
        if not theirs:
            continue
        for key, ids in named.items():
            if due := _meant(theirs, subject.asset_id, ids):
                values[key] = day_words(due.day, subject.language, today)
        asked = set(kinds) if subject.due_kind_id is None else {subject.due_kind_id}
        if due := _meant(theirs, subject.asset_id, asked):
            values[_DATE] = day_words(due.day, subject.language, today)
            values[_WHAT] = kinds[due.kind_id].name


def _dues(subjects: Sequence[Settled]) -> dict[int | None, list[_Due]]:
    """By customer: of what they have now, and of what the text is about, be it archived."""
    customers = {subject.customer_id for subject in subjects if subject.customer_id is not None}
    chosen = {subject.asset_id for subject in subjects if subject.asset_id is not None}
    found: dict[int | None, list[_Due]] = defaultdict(list)
    if customers:
        rows = AssetDue.objects.filter(asset__customer_id__in=customers)
        rows = rows.filter(Q(asset__archived_at__isnull=True) | Q(asset_id__in=chosen))
        columns = ("asset__customer_id", "asset_id", "kind_id", "date", "asset__archived_at")
        for customer_id, asset_id, kind_id, day, archived_at in rows.values_list(*columns):
            found[customer_id].append(_Due(asset_id, kind_id, day, archived_at is not None))
    return found


def _meant(dues: list[_Due], chosen: int | None, kinds: Collection[int]) -> _Due | None:
    """The only date of these kinds: of the chosen asset alone where one is chosen, so that no other car's is said."""
    of_asset = [due for due in dues if (not due.archived if chosen is None else due.asset_id == chosen)]
    meant = [due for due in of_asset if due.kind_id in kinds]
    return meant[0] if len(meant) == 1 else None


SOURCE = FieldSource("due", 35, _fields, _fill)
