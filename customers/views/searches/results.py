"""Finds as a table: a page of rows with the chosen columns, ticks, and what can be done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from customers.criteria import SearchField
from customers.models import Asset, Customer
from customers.queries.searches.cell_text import cell_text
from customers.queries.searches.columns import cells, columns_of
from customers.queries.searches.found import Search, assets_found, customers_found
from customers.queries.searches.result_page import ResultPage, exact_count, result_page
from customers.views.selection_bar import SelectionBar, selection_bar


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`cells`: label and text of each column; the first leads to the customer's page."""

    pk: int
    customer_id: int
    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownResults:
    labels: list[str]
    rows: list[ShownRow]
    page: ResultPage[Any]
    selection: SelectionBar
    tick_name: str

    @property
    def figure(self) -> str:
        return "" if self.page.count is None else f"{self.page.count:,}"


def shown_results(
    membership: Membership,
    search: Search,
    columns: Sequence[str],
    *,
    source: str,
    before: int | None = None,
    after: int | None = None,
) -> ShownResults:
    """A constant number of queries, however many there are."""
    page: ResultPage[Any]
    if search.of_assets:
        page = result_page(assets_found(membership, search), before=before, after=after)
    else:
        page = result_page(customers_found(membership, search), before=before, after=after)
    known = columns_of(search.fields, of_assets=search.of_assets)
    names = [name for name in columns if name in known] or ["customer.name"]
    labels = [known[name].label for name in names]
    return ShownResults(
        labels=labels,
        rows=_rows(page.rows, names, labels, membership, search.fields),
        page=page,
        selection=selection_bar(membership, source=source, count=page.count, of_assets=search.of_assets),
        tick_name="asset" if search.of_assets else "customer",
    )


def count_of(membership: Membership, search: Search) -> int:
    """However many were found."""
    if search.of_assets:
        return exact_count(assets_found(membership, search))
    return exact_count(customers_found(membership, search))


def _rows(
    found: Sequence[Customer] | Sequence[Asset],
    names: Sequence[str],
    labels: Sequence[str],
    membership: Membership,
    fields: Mapping[str, SearchField],
) -> list[ShownRow]:
    store = membership.store
    rows = []
    for row, values in zip(found, cells(found, names, store=store, fields=fields), strict=True):
        texts = [cell_text(value, store.zone) for value in values]
        customer_id = row.customer_id if isinstance(row, Asset) else row.pk
        named = list(zip(labels, texts, strict=True))
        rows.append(ShownRow(row.pk, customer_id, " ".join(texts[:2]), named))
    return rows
