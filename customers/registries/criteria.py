"""What higher apps let people search customers by: they add theirs when they start (AppConfig.ready).

`add_criterion("message.undelivered_at", source)`: the source gives the field as a search names it, and the condition
that it means for the rows sought.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import OuterRef, Q
from django.utils import timezone

from accounts.models import Store
from customers.criteria import Comparison, SearchField


@dataclass(frozen=True, slots=True)
class Frame:
    """What a condition is about. `customer`: the way from the rows sought to their customer, "" or "customer__"."""

    store: Store
    today: date
    customer: str = ""

    def path(self, name: str) -> str:
        """A column of the customer, as a lookup."""
        return f"{self.customer}{name}"

    def outer(self, name: str) -> OuterRef:
        """A column of the customer, for a subquery."""
        return OuterRef(self.path(name))

    @property
    def outer_id(self) -> OuterRef:
        """The customer's id, for a subquery."""
        return OuterRef("customer_id" if self.customer else "pk")

    def start_of(self, day: date) -> datetime:
        """The day's first moment in the store's calendar."""
        return datetime.combine(day, time(), tzinfo=self.store.zone)


def frame_of(store: Store, *, of_assets: bool = False) -> Frame:
    """For what is sought now."""
    today = timezone.now().astimezone(store.zone).date()
    return Frame(store, today, "customer__" if of_assets else "")


@dataclass(frozen=True, slots=True)
class Criterion:
    """`condition` gets a comparison that fits the field, and must be true or false for each row, never NULL."""

    field: SearchField
    condition: Callable[[Comparison, Frame], Q]


# Called anew for each page, so that labels are in its language.
CriterionSource = Callable[[], Criterion]

_sources: dict[str, CriterionSource] = {}


def add_criterion(name: str, source: CriterionSource) -> None:
    """Raises ValueError when two apps take the same name."""
    if _sources.get(name, source) is not source:
        raise ValueError(f"{name} can be searched by already.")
    _sources[name] = source


def registered_criteria() -> Mapping[str, Criterion]:
    """By the field's name, in the order in which they were added."""
    return {name: source() for name, source in _sources.items()}
