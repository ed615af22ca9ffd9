"""The attributes that a store has defined for its customers."""

from customers.models import CustomerAttribute


def attributes_of_store() -> list[CustomerAttribute]:
    """The definitions in their order."""
    return list(CustomerAttribute.objects.order_by("position", "id"))
