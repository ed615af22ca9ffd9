"""Lists and saved searches of the demo."""

from random import Random
from typing import Any

from accounts.models import Membership
from customers.domain.searches.save_segment import save_segment
from customers.models import Customer, DueKind, Segment, StaticList, StaticListEntry
from customers.queries.searches.found import search_in

_LISTS = (("来店予定のお客様", True, 12), ("常連のお客様", False, 25))


def load_lists(*, owner: Membership, customers: list[Customer], random: Random) -> None:
    """Nothing where the store has a list already."""
    if StaticList.objects.exists():
        return
    for name, is_default, size in _LISTS:
        made = StaticList.objects.create(name=name, is_default=is_default, made_by=owner)
        StaticListEntry.objects.bulk_create(
            StaticListEntry(list=made, customer=customer)
            for customer in random.sample(customers, min(size, len(customers)))
        )


def load_searches(*, owner: Membership) -> None:
    """Nothing where the store has a saved search already."""
    if Segment.objects.exists():
        return
    due = DueKind.objects.order_by("position", "id").first()
    if due is not None:
        soon = {"field": f"due.{due.pk}", "operator": "within_next_days", "value": 60}
        flag = {"field": "customer.sms_flag", "operator": "yes"}
        _save(owner, f"60日以内に{due.name}", {"all": [{"asset": soon}, flag]})
    promotion = {"field": "consent.promotion", "operator": "any_of", "value": ["granted"]}
    running = {"field": "customer.stopped", "operator": "no"}
    _save(owner, "ご案内に同意済みで停止なし", {"all": [promotion, running]})


def _save(owner: Membership, name: str, criteria: dict[str, Any]) -> None:
    save_segment(actor=owner, name=name, search=search_in(criteria, of=Segment.Of.CUSTOMERS))
