"""How much hangs on what a store has defined."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from customers.models import Asset, AssetDue, AssetKind, Attribute, Customer, DueKind


def values_held(attribute: Attribute) -> int:
    """How many customers, or assets of its kind, have a value of this attribute."""
    return _records(attribute).filter(attributes__has_key=str(attribute.pk)).count()


def choices_held(attribute: Attribute, choices: Collection[str]) -> dict[str, int]:
    """How many records have each of these choices; those that nobody has are left out."""
    counted = {
        choice: _records(attribute).filter(attributes__contains={str(attribute.pk): choice}).count()
        for choice in choices
    }
    return {choice: count for choice, count in counted.items() if count}


def assets_of_kind(kind: AssetKind) -> int:
    """How many assets there are of a kind, archived ones too."""
    return Asset.objects.filter(kind=kind).count()


def dues_of_kind(due_kind: DueKind) -> int:
    """How many assets have a date of this kind."""
    return AssetDue.objects.filter(kind=due_kind).count()


def _records(attribute: Attribute) -> QuerySet[Any]:
    if attribute.asset_kind_id is None:
        return Customer.objects.all()
    return Asset.objects.filter(kind_id=attribute.asset_kind_id)
