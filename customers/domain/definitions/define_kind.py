"""Kinds of assets, and what falls due for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.definitions.naming import checked_name, written_once
from customers.domain.definitions.positions import next_position
from customers.models import AssetKind, DueKind
from customers.queries.assets import due_kinds_of

MOST_KINDS = 30
MOST_DUE_KINDS = 30


def define_kind(*, actor: Actor, name: str) -> AssetKind:
    """A new kind of asset, behind the others. Raises PermissionDenied, and ValidationError for "name"."""
    require(actor, Permission.CUSTOMERS_DEFINE)
    with transaction.atomic():
        known = list(AssetKind.objects.all())
        if len(known) >= MOST_KINDS:
            raise ValidationError(_("Up to %(most)s kinds can be defined.") % {"most": MOST_KINDS})
        kind = AssetKind(store_id=actor.store_id, name=checked_name(name), position=next_position(known))
        written_once(kind)
        record_audit(actor=actor, action="asset_kind.defined", target=kind, details={"name": kind.name})
    return kind


def define_due_kind(*, actor: Actor, asset_kind: AssetKind, name: str) -> DueKind:
    """What falls due for assets of a kind, behind the others. Raises as define_kind."""
    require(actor, Permission.CUSTOMERS_DEFINE)
    with transaction.atomic():
        known = due_kinds_of(asset_kind)
        if len(known) >= MOST_DUE_KINDS:
            raise ValidationError(_("Up to %(most)s due dates can be defined.") % {"most": MOST_DUE_KINDS})
        due_kind = DueKind(
            store_id=actor.store_id,
            asset_kind=asset_kind,
            name=checked_name(name),
            position=next_position(known),
        )
        written_once(due_kind)
        record_audit(actor=actor, action="due_kind.defined", target=due_kind, details={"name": due_kind.name})
    return due_kind


def rename_kind(*, actor: Actor, kind: AssetKind | DueKind, name: str) -> None:
    """Another name for a kind of asset, or for what falls due; assets and dates stay with it. Raises as above."""
    require(actor, Permission.CUSTOMERS_DEFINE)
    named = checked_name(name)
    with transaction.atomic():
        record = type(kind).objects.select_for_update(of=("self",)).get(pk=kind.pk)
        before, record.name = record.name, named
        if before == named:
            return
        written_once(record)
        action = "asset_kind.changed" if isinstance(kind, AssetKind) else "due_kind.changed"
        record_audit(actor=actor, action=action, target=record, details={"before": before, "name": named})
