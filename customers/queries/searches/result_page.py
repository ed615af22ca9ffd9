"""One page of what was found, by kana, as fast for a million as for a thousand.

Few finds are fetched and sorted; for many the list is walked in its order, where the next of them is never far.
Which it is, is counted first, up to FEW: PostgreSQL's guess of several conditions together is often wrong by a
thousandfold, and walking a million rows for three finds takes seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

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
    """The first page, or the one before or after a row. An anchor that is gone gives the first page."""
    few = _few(found)
    anchor = _anchor(found, before if before is not None else after)
    backwards = anchor is not None and before is not None
    page = _next(found, few is not None, anchor, size + 1, backwards=backwards)
    ended, page = len(page) <= size, page[:size]
    is_first, is_last = anchor is None, ended
    if backwards:
        page, is_first, is_last = page[::-1], ended, False
    return ResultPage(
        page,
        few,
        before=None if is_first or not page else page[0].pk,
        after=None if is_last or not page else page[-1].pk,
    )


def exact_count(found: QuerySet[Row]) -> int:
    """However many: a second or two for a million."""
    return found.order_by().count()


def all_found(found: QuerySet[Row], *, size: int) -> Iterator[list[Row]]:
    """Everything in batches, memory and statements for one at a time; no transaction stays open between them."""
    few, anchor = _few(found) is not None, None
    while True:
        batch = _next(found, few, anchor, size)
        if batch:
            yield batch
        if len(batch) < size:
            return
        anchor = _key(batch[-1])


# sort_key, and the ids behind it: of a customer one, of an asset its customer's and its own.
_Key = tuple[str, Sequence[int]]


def _few(found: QuerySet[Row]) -> int | None:
    counted = found.order_by().values("pk")[: FEW + 1].count()
    return counted if counted <= FEW else None


def _next(
    found: QuerySet[Row], few: bool, anchor: _Key | None, most: int, *, backwards: bool = False
) -> list[Row]:
    way = _way(found)
    key: Any = Concat(f"{way}sort_key", Value("")) if few else F(f"{way}sort_key")
    ids = _id_paths(found)
    if backwards:
        ordered = found.order_by(key.desc(), *(f"-{path}" for path in ids))
    else:
        ordered = found.order_by(key.asc(), *ids)
    if anchor is not None:
        ordered = ordered.filter(_beyond(f"{way}sort_key", ids, anchor, "lt" if backwards else "gt"))
    return list(ordered[:most])


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
