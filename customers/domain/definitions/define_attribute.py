"""An attribute that the store wants to know: defining it, and changing its name or choices."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.definitions.naming import checked_name, written_once
from customers.domain.definitions.positions import next_position
from customers.models import AssetKind, Attribute
from customers.queries.attributes import attributes_of_store
from customers.queries.definitions import choices_held

# A form is still read, and an object of the API has no more names.
MOST_ATTRIBUTES = 60
MOST_CHOICES = 200
LONGEST_CHOICE = 60


def define_attribute(
    *, actor: Actor, asset_kind: AssetKind | None, name: str, kind: str, choices: Sequence[str] = ()
) -> Attribute:
    """A new attribute of the customers, or of the assets of a kind, at the end of their order.

    Raises PermissionDenied, and ValidationError by field: a name that is taken, no choices where one is to choose.
    """
    require(actor, Permission.CUSTOMERS_DEFINE)
    with transaction.atomic():
        known = attributes_of_store(asset_kind)
        if len(known) >= MOST_ATTRIBUTES:
            raise ValidationError(_("Up to %(most)s fields can be defined.") % {"most": MOST_ATTRIBUTES})
        attribute = Attribute(
            store_id=actor.store_id, asset_kind=asset_kind, kind=kind, position=next_position(known)
        )
        attribute.name = checked_name(name)
        attribute.choices = _checked_choices(attribute, choices)
        attribute.clean_fields(exclude=["store", "asset_kind"])
        written_once(attribute)
        record_audit(
            actor=actor, action="attribute.defined", target=attribute, details={"name": attribute.name}
        )
    return attribute


def change_attribute(
    *, actor: Actor, attribute: Attribute, name: str, choices: Sequence[str] = (), drops_held: bool = False
) -> Attribute:
    """The attribute with this name and these choices; what kind it is stays, since values were given by it.

    A choice that records still have is dropped only where `drops_held` says so; they keep it until somebody changes
    it. Raises as define_attribute.
    """
    require(actor, Permission.CUSTOMERS_DEFINE)
    with transaction.atomic():
        record: Attribute = Attribute.objects.select_for_update(of=("self",)).get(pk=attribute.pk)
        before = record.name, record.choices
        record.name = checked_name(name)
        record.choices = _checked_choices(record, choices)
        if before == (record.name, record.choices):
            return record
        if not drops_held:
            _point_at_held(record, [choice for choice in before[1] if choice not in record.choices])
        written_once(record)
        changed = [
            field
            for field, old in zip(("name", "choices"), before, strict=True)
            if old != getattr(record, field)
        ]
        record_audit(
            actor=actor,
            action="attribute.changed",
            target=record,
            details={"name": record.name, "fields": changed},
        )
    return record


def _checked_choices(attribute: Attribute, given: Sequence[str]) -> list[str]:
    """Each once, without blanks around it, in the order given; none for other kinds of attribute."""
    if attribute.kind != Attribute.Kind.CHOICE:
        return []
    choices = list(dict.fromkeys(choice.strip() for choice in given if choice.strip()))
    if not choices:
        raise ValidationError({"choices": _("Enter the choices, one on each line, please.")})
    if len(choices) > MOST_CHOICES:
        raise ValidationError({"choices": _("Up to %(most)s choices, please.") % {"most": MOST_CHOICES}})
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        raise ValidationError(
            {"choices": _("Up to %(most)s characters a choice, please.") % {"most": LONGEST_CHOICE}}
        )
    return choices


def _point_at_held(attribute: Attribute, dropped: Sequence[str]) -> None:
    held = choices_held(attribute, dropped)
    if held:
        words = [
            ngettext(
                "“%(choice)s” is still chosen on %(count)s record.",
                "“%(choice)s” is still chosen on %(count)s records.",
                count,
            )
            % {"choice": choice, "count": f"{count:,}"}
            for choice, count in held.items()
        ]
        raise ValidationError({"choices": [ValidationError(one, code="held") for one in words]})
