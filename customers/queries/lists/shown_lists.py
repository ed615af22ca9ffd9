"""Lists with how many stand on them; the lists of one customer."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Actor
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


def lists_in_use(actor: Actor) -> list[StaticList]:
    """The usual list first, then by name. Raises PermissionDenied."""
    return list(_in_order(lists_to_view(actor).filter(archived_at__isnull=True)))


def lists_with_counts(actor: Actor, *, archived: bool = False) -> list[CountedList]:
    """The same, or the archived ones, each with how many customers stand on it. One query."""
    lists = lists_to_view(actor).filter(archived_at__isnull=not archived)
    return [CountedList(one, one.members) for one in _in_order(lists.annotate(members=Count("entries")))]


def members_count(actor: Actor, static_list: StaticList) -> int:
    """How many customers stand on one list. One query."""
    return lists_to_view(actor).filter(pk=static_list.pk).aggregate(members=Count("entries"))["members"] or 0


def lists_of(actor: Actor, customer: Customer) -> list[StaticList]:
    """The lists in use on which the customer stands. Raises PermissionDenied."""
    lists = lists_to_view(actor).filter(archived_at__isnull=True, entries__customer=customer)
    return list(_in_order(lists))


def _in_order(lists: QuerySet[StaticList]) -> QuerySet[StaticList]:
    return lists.order_by("-is_default", "name", "id")
