"""Lists with how many stand on them; the lists of one customer."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from customers.models import Customer, StaticList
from customers.queries.access_lists import lists_to_view


@dataclass(frozen=True, slots=True)
class CountedList:
    """`members`: how many customers stand on it."""

    row: StaticList
    members: int

    @property
    def figure(self) -> str:
        return f"{self.members:,}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """The newest first; `newer` and `older` are ids to page from, None at either end."""

    lists: list[CountedList]
    newer: int | None
    older: int | None


def lists_in_use(actor: Actor) -> list[StaticList]:
    """The usual list first, then by name. Raises PermissionDenied."""
    return list(_in_order(lists_to_view(actor).filter(archived_at__isnull=True)))


def lists_with_counts(actor: Actor, *, archived: bool = False) -> list[CountedList]:
    """The same, or the archived ones, each with how many customers stand on it. One query."""
    return _counted(_in_order(lists_to_view(actor).filter(archived_at__isnull=not archived)))


def list_page(actor: Actor, *, size: int, below: int | None, above: int | None) -> ListPage:
    """All of them, archived ones too, a page at a time. Raises PermissionDenied. Two queries."""

    def ids_next_to(most: int) -> list[int]:
        lists = lists_to_view(actor)
        if above is not None:
            return sorted(
                lists.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:most], reverse=True
            )
        if below is not None:
            lists = lists.filter(pk__lt=below)
        return list(lists.order_by("-pk").values_list("pk", flat=True)[:most])

    keys = keys_of_page(ids_next_to, size=size, below=below, above=above)
    rows = _counted(lists_to_view(actor).filter(pk__in=keys.ids).order_by("-pk"))
    return ListPage(rows, keys.newer, keys.older)


def with_count(actor: Actor, static_list: StaticList) -> CountedList:
    """One list as it is now. Raises PermissionDenied. One query."""
    [found] = _counted(lists_to_view(actor).filter(pk=static_list.pk))
    return found


def lists_of(actor: Actor, customer: Customer) -> list[StaticList]:
    """The lists in use on which the customer stands. Raises PermissionDenied."""
    lists = lists_to_view(actor).filter(archived_at__isnull=True, entries__customer=customer)
    return list(_in_order(lists))


def _counted(lists: QuerySet[StaticList]) -> list[CountedList]:
    return [CountedList(one, one.members) for one in lists.annotate(members=Count("entries"))]


def _in_order(lists: QuerySet[StaticList]) -> QuerySet[StaticList]:
    return lists.order_by("-is_default", "name", "id")
