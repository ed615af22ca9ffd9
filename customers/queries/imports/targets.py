"""What the columns of a spreadsheet can mean for the store in scope."""

from customers.intake.targets import Target, targets
from customers.models import AssetKind, Attribute, DueKind


def targets_of_store() -> list[Target]:
    """In the order in which they are offered. Three queries."""
    return targets(
        list(Attribute.objects.order_by("position", "id")),
        list(AssetKind.objects.order_by("position", "id")),
        list(DueKind.objects.order_by("position", "id")),
    )
