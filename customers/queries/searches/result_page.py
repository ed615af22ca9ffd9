"""One page of what was found, by kana, as fast for a million as for a thousand.

Of up to FEW finds all keys are fetched by one statement without an order, and sorted here; of more the list is walked
in its order, where the next of them is never far. PostgreSQL is not asked for the first fifty of few: its guess of
several conditions together is often wrong by a thousandfold, and such a page took 16 s of 200,000 customers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.tenancy.statements import answered_within
from customers.models import Asset, Customer

PAGE_SIZE = 50
FEW = 10_000

Row = TypeVar("Row", Customer, Asset)


@dataclass(frozen=True, slots=True)
class ResultPage(Generic[Row]):
    """`count` is None where there are more than FEW: `exact_count` says how many, a moment later. `before` and `after`
    are ids of rows.
    """

    rows: list[Row]
    count: int | None
    before: int | None
    after: int | None


def result_page(
    found: QuerySet[Row], *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
) -> ResultPage[Row]:
    """The first page, or the one before or after a row. An anchor that is gone gives the first page. Raises TooSlow."""
    with answered_within(settings.SEARCH_SECONDS):
        few = _few(found)
        anchor = _anchor(found, before if before is not None else after)
        backwards = anchor is not None and before is not None
        if few is not None:
            page = _of_few(found, _beside(few, anchor, backwards=backwards)[: size + 1])
        else:
            page = _walked(found, anchor, size + 1, backwards=backwards)
    ended, page = len(page) <= size, page[:size]
    is_first, is_last = anchor is None, ended
    if backwards:
        page, is_first, is_last = page[::-1], ended, False
    return ResultPage(
        page,
        None if few is None else len(few),
        before=None if is_first or not page else page[0].pk,
        after=None if is_last or not page else page[-1].pk,
    )


def exact_count(found: QuerySet[Any]) -> int:
    """However many: a second or two for a million. Raises TooSlow."""
    with answered_within(settings.SEARCH_SECONDS):
        return found.order_by().count()


def all_found(found: QuerySet[Row], *, size: int) -> Iterator[list[Row]]:
    """Everything in batches, memory and statements for one at a time; no transaction stays open between them. Raises
    TooSlow."""
    with answered_within(settings.EXPORT_SECONDS):
        few = _few(found)
    if few is not None:
        for start in range(0, len(few), size):
            with answered_within(settings.EXPORT_SECONDS):
                batch = _of_few(found, few[start : start + size])
            yield batch
        return
    anchor: _Key | None = None
    while True:
        with answered_within(settings.EXPORT_SECONDS):
            batch = _walked(found, anchor, size)
        if batch:
            yield batch
        if len(batch) < size:
            return
        anchor = _key(batch[-1])


# sort_key, and the ids behind it: of a customer one, of an asset its customer's and its own.
_Key = tuple[str, tuple[int, ...]]


def _few(found: QuerySet[Row]) -> list[_Key] | None:
    """The keys of all finds in their order, None where there are more than FEW.

    By code point, as the column's collation "C" sorts them.
    """
    paths = (f"{_way(found)}sort_key", *_id_paths(found))
    keys = [(row[0], row[1:]) for row in found.order_by().values_list(*paths)[: FEW + 1]]
    return sorted(keys) if len(keys) <= FEW else None


def _beside(keys: list[_Key], anchor: _Key | None, *, backwards: bool) -> list[_Key]:
    """Those beyond the anchor, the nearest first."""
    if anchor is None:
        return keys
    return keys[: bisect_left(keys, anchor)][::-1] if backwards else keys[bisect_right(keys, anchor) :]


def _of_few(found: QuerySet[Row], keys: Sequence[_Key]) -> list[Row]:
    """The rows of these keys in their order; one that has changed meanwhile is left out."""
    rows = {row.pk: row for row in _shown(found).order_by().filter(pk__in=[key[1][-1] for key in keys])}
    return [rows[key[1][-1]] for key in keys if key[1][-1] in rows]


def _walked(found: QuerySet[Row], anchor: _Key | None, most: int, *, backwards: bool = False) -> list[Row]:
    key = f"{_way(found)}sort_key"
    ids: tuple[str, ...] = _id_paths(found)
    sign = "-" if backwards else ""
    ordered = _shown(found).order_by(*(f"{sign}{name}" for name in (key, *ids)))
    if anchor is not None:
        ordered = ordered.filter(_beyond(key, ids, anchor, "lt" if backwards else "gt"))
    return list(ordered[:most])


def _shown(found: QuerySet[Row]) -> QuerySet[Row]:
    """Without what only a search reads: half of a row."""
    return found.defer(*(f"{_way(found)}{name}" for name in ("search_text", "search_grams", "search_number")))


def _beyond(key: str, ids: Sequence[str], anchor: _Key, side: str) -> Q:
    """Beyond the anchor's place, with a plain bound on sort_key that the index can start from."""
    text, anchor_ids = anchor
    further = Q(**{f"{key}__{side}": text})
    equal = Q()
    for path, pk in zip(ids, anchor_ids, strict=True):
        further |= equal & Q(**{f"{path}__{side}": pk})
        equal &= Q(**{path: pk})
    return Q(**{f"{key}__{side}e": text}) & further


def _way(found: QuerySet[Row]) -> str:
    return "customer__" if found.model is Asset else ""


def _id_paths(found: QuerySet[Row]) -> tuple[str, ...]:
    return ("customer_id", "pk") if found.model is Asset else ("pk",)


def _key(row: Row) -> _Key:
    if isinstance(row, Asset):
        return row.customer.sort_key, (row.customer_id, row.pk)
    return row.sort_key, (row.pk,)


def _anchor(found: QuerySet[Row], row_id: int | None) -> _Key | None:
    """Addresses name the anchor by id: a name in them would end up in logs."""
    if row_id is None:
        return None
    rows: QuerySet[Row] = found.model._default_manager.filter(pk=row_id)
    row = (rows.select_related("customer") if found.model is Asset else rows).first()
    return None if row is None else _key(row)
