"""Customers and assets for programs: the newest first, narrowed, page after page by id."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from customers.models import Asset, Customer
from customers.queries.access import customers_to_view
from customers.queries.access_assets import assets_to_view, with_dues
from customers.queries.search import matching

Row = TypeVar("Row", Customer, Asset)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`newer` and `older`: ids to page from, None at either end."""

    rows: list[Row]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """Which page: so many rows, below or above an id."""

    limit: int
    below: int | None = None
    above: int | None = None


def customers_page(
    actor: Actor,
    span: Span,
    *,
    phone: str = "",
    number: str = "",
    typed: str = "",
    updated_since: datetime | None = None,
) -> Page[Customer]:
    """`phone` is E.164, `number` exact, `typed` as in the search box. Raises PermissionDenied."""
    found = customers_to_view(actor)
    if phone:
        found = found.filter(mobile=phone)
    if number:
        found = found.filter(number=number)
    if typed:
        found = matching(found, typed)
    if updated_since is not None:
        found = found.filter(updated_at__gte=updated_since)
    return _page(found, customers_to_view(actor), span)


def assets_page(
    actor: Actor,
    span: Span,
    *,
    customer_id: int | None = None,
    kind: str = "",
    number: str = "",
    updated_since: datetime | None = None,
) -> Page[Asset]:
    """`kind` by its name. With dues at hand. Raises PermissionDenied."""
    found = assets_to_view(actor)
    if customer_id is not None:
        found = found.filter(customer_id=customer_id)
    if kind:
        found = found.filter(kind__name=kind)
    if number:
        found = found.filter(number=number)
    if updated_since is not None:
        found = found.filter(updated_at__gte=updated_since)
    return _page(found, with_dues(assets_to_view(actor)), span)


def _page(found: QuerySet[Row], rows: QuerySet[Row], span: Span) -> Page[Row]:
    def ids_next_to(most: int) -> list[int]:
        if span.above is not None:
            above = found.filter(pk__gt=span.above).order_by("pk")
            return list(above.values_list("pk", flat=True)[:most])[::-1]
        older = found if span.below is None else found.filter(pk__lt=span.below)
        return list(older.order_by("-pk").values_list("pk", flat=True)[:most])

    keys = keys_of_page(ids_next_to, size=span.limit, below=span.below, above=span.above)
    return Page(list(rows.filter(pk__in=keys.ids).order_by("-pk")), keys.newer, keys.older)
