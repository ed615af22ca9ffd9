"""The attributes that a store has defined for its customers."""

from customers.models import Attribute


def attributes_of_store() -> list[Attribute]:
    """The definitions in their order."""
    return list(Attribute.objects.order_by("position", "id"))
