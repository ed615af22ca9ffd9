"""Taking definitions away."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import AssetKind, Attribute, DueKind
from customers.queries.definitions import assets_of_kind, dues_of_kind, values_held


@transaction.atomic
def remove_attribute(*, actor: Actor, attribute: Attribute) -> int:
    """How many records had a value of it. The values stay in the records under its id, and are shown no more.

    A later attribute of the same name has another id: they never come back by themselves. Raises PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_DEFINE)
    held = values_held(attribute)
    record_audit(
        actor=actor,
        action="attribute.removed",
        target=attribute,
        details={"name": attribute.name, "values": held},
    )
    Attribute.objects.filter(pk=attribute.pk).delete()
    return held


@transaction.atomic
def remove_kind(*, actor: Actor, kind: AssetKind) -> None:
    """With its attributes and due kinds. Raises PermissionDenied, and ValidationError while there are assets of it."""
    require(actor, Permission.CUSTOMERS_DEFINE)
    # Whoever makes an asset of it right now holds it (domain/assets/save_asset.py): counted once that is done.
    AssetKind.objects.select_for_update().get(pk=kind.pk)
    count = assets_of_kind(kind)
    if count:
        words = ngettext(
            "%(count)s asset is of this kind. Kinds in use cannot be removed.",
            "%(count)s assets are of this kind. Kinds in use cannot be removed.",
            count,
        )
        raise ValidationError(words % {"count": f"{count:,}"})
    record_audit(actor=actor, action="asset_kind.removed", target=kind, details={"name": kind.name})
    Attribute.objects.filter(asset_kind=kind).delete()
    DueKind.objects.filter(asset_kind=kind).delete()
    AssetKind.objects.filter(pk=kind.pk).delete()


@transaction.atomic
def remove_due_kind(*, actor: Actor, due_kind: DueKind) -> None:
    """Raises PermissionDenied, and ValidationError while an asset has a date of it."""
    require(actor, Permission.CUSTOMERS_DEFINE)
    DueKind.objects.select_for_update(of=("self",)).get(pk=due_kind.pk)
    count = dues_of_kind(due_kind)
    if count:
        words = ngettext(
            "%(count)s asset has this date. Due dates in use cannot be removed.",
            "%(count)s assets have this date. Due dates in use cannot be removed.",
            count,
        )
        raise ValidationError(words % {"count": f"{count:,}"})
    record_audit(actor=actor, action="due_kind.removed", target=due_kind, details={"name": due_kind.name})
    DueKind.objects.filter(pk=due_kind.pk).delete()
