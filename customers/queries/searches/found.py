"""What a search finds: customers, or assets with their customer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Actor
from customers.criteria import CriteriaRefused, Fault, Node, SearchField, comparisons, read, written
from customers.models import Asset, Customer, Segment
from customers.queries.access import customers_to_view
from customers.queries.searches.conditions import condition, living_assets
from customers.queries.searches.fields import search_fields
from customers.registries.criteria import frame_of
from customers.text_search import folded

# What is compared in folded form must have something left to compare.
_FOLDED = {"customer.name", "customer.number"}


@dataclass(frozen=True, slots=True)
class Search:
    """Criteria that have been read against the store's fields."""

    criteria: Node
    fields: Mapping[str, SearchField]
    of: str = Segment.Of.CUSTOMERS

    @property
    def of_assets(self) -> bool:
        return self.of == Segment.Of.ASSETS


def search_in(
    found: object, *, of: str = Segment.Of.CUSTOMERS, fields: Mapping[str, SearchField] | None = None
) -> Search:
    """From JSON, in the store's scope. Raises CriteriaRefused; `fields` where they have been fetched already."""
    known = search_fields() if fields is None else fields
    tree = read(found, known, of_assets=of == Segment.Of.ASSETS)
    for comparison in comparisons(tree):
        if comparison.field in _FOLDED and isinstance(comparison.value, str) and not folded(comparison.value):
            label = known[comparison.field].label
            raise CriteriaRefused([Fault("", "text_missing", {"label": label})])
    return Search(tree, known, of)


def customers_found(actor: Actor, search: Search) -> QuerySet[Customer]:
    """Each customer once, in no order. Of a search for assets: whose assets they are. Raises PermissionDenied."""
    customers = customers_to_view(actor)
    if search.of_assets:
        return customers.filter(pk__in=assets_found(actor, search).values("customer_id"))
    return customers.filter(condition(search.criteria, frame_of(actor.store), search.fields))


def assets_found(actor: Actor, search: Search) -> QuerySet[Asset]:
    """In no order; of a search for customers none. Raises PermissionDenied."""
    customers_to_view(actor)
    if not search.of_assets:
        return living_assets().none()
    frame = frame_of(actor.store, of_assets=True)
    found = living_assets().filter(condition(search.criteria, frame, search.fields))
    return found.select_related("customer__staff__user", "kind")


def as_json(search: Search) -> dict[str, object]:
    return written(search.criteria)
