"""The attributes that a store has defined: of its customers, and of each kind of asset."""

from customers.models import AssetKind, Attribute


def attributes_of_store(asset_kind: AssetKind | None = None) -> list[Attribute]:
    """The definitions in their order: the customers' own, or those of the assets of one kind."""
    return list(Attribute.objects.filter(asset_kind=asset_kind).order_by("position", "id"))


def attributes_by_kind() -> dict[int | None, list[Attribute]]:
    """All definitions by the id of their kind of asset, the customers' own under None. One query."""
    found: dict[int | None, list[Attribute]] = {None: []}
    for attribute in Attribute.objects.order_by("position", "id"):
        found.setdefault(attribute.asset_kind_id, []).append(attribute)
    return found
