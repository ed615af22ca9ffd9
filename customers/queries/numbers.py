"""Whose number is this? A household may share one."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count

from customers.models import Customer


def customers_by_number(phones: Collection[str]) -> dict[str, list[Customer]]:
    """The store's customers with these mobile numbers (E.164), by number, the oldest first. One query."""
    found: dict[str, list[Customer]] = defaultdict(list)
    if phones:
        for customer in Customer.objects.filter(mobile__in=phones).order_by("id"):
            found[customer.mobile].append(customer)
    return dict(found)


def sharers_by_number(phones: Collection[str]) -> dict[str, int]:
    """How many of the store's customers have each number; numbers of one customer only are left out. One query."""
    if not phones:
        return {}
    counted = Customer.objects.filter(mobile__in=phones).values("mobile").annotate(sharers=Count("id"))
    return dict(counted.filter(sharers__gt=1).values_list("mobile", "sharers"))


def sharing_number_with(customer: Customer, *, most: int = 20) -> list[Customer]:
    """The store's other customers with this customer's mobile number, by kana."""
    if not customer.mobile:
        return []
    others = Customer.objects.filter(mobile=customer.mobile).exclude(pk=customer.pk)
    return list(others.order_by("sort_key", "id")[:most])
