"""Making and changing an asset: a customer's vehicle, lease, insurance, with its due dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import rows_of
from customers.domain.check_attributes import changed_attributes
from customers.domain.tidy import lines, one_line, one_width
from customers.models import Asset, AssetDue, AssetKind, Customer, DueKind
from customers.queries.attributes import attributes_of_store
from customers.queries.settings import customer_settings

_COMPARED = ("label", "number", "attributes", "sms_flag", "notes")
# A definition that somebody removes at the same moment is either gone here, or found in use there
# (domain/definitions/remove.py).
_HOLD_KIND = "SELECT id FROM customers_assetkind WHERE store_id = %s AND id = %s FOR KEY SHARE"
_HOLD_DUE_KINDS = """
SELECT id FROM customers_duekind WHERE store_id = %s AND asset_kind_id = %s AND id = ANY(%s) ORDER BY id FOR KEY SHARE
"""


class AssetValues(TypedDict, total=False):
    """What is given is set, what is left out stays; so with each attribute and each due date.

    `kind` is asked of a new asset and cannot be changed; attributes by attribute id, `dues` by due kind id: a day of
    the store's calendar, or None to take it away.
    """

    kind: AssetKind
    label: str
    number: str
    attributes: Mapping[int, Any]
    sms_flag: bool
    notes: str
    dues: Mapping[int, date | None]


def due_field(due_kind_id: int) -> str:
    """The name under which a form shows a due date and an error points to it."""
    return f"due_{due_kind_id}"


def save_asset(*, actor: Actor, customer: Customer, asset: Asset | None, values: AssetValues) -> Asset:
    """The asset as it is now kept; a new one of this customer where `asset` is None.

    A new one's SMS flag is the store's choice where none is given. Writes one audit line with the names of the
    fields that changed, and none where nothing did. Raises PermissionDenied, and ValidationError by field: no name,
    no kind or another one, a wrong attribute, a due date that assets of this kind have not.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        record = _record(customer, asset, values)
        before = {name: getattr(record, name) for name in _COMPARED}
        _set(record, values)
        _check(record)
        dues = _changed_dues(record, values.get("dues", {}))
        changed = [name for name in _COMPARED if before[name] != getattr(record, name)]
        changed += ["dues"] if dues else []
        if asset is not None and not changed:
            return record
        record.save()
        _write_dues(record, dues)
        record_audit(
            actor=actor,
            action="asset.changed" if asset is not None else "asset.created",
            target=record,
            details={"customer": customer.pk} | ({"fields": changed} if asset is not None else {}),
        )
    return record


def _record(customer: Customer, asset: Asset | None, values: AssetValues) -> Asset:
    """The row to write, locked where it is there already; its kind stays as long as this lasts."""
    if asset is not None:
        found: Asset = Asset.objects.select_for_update(of=("self",)).select_related("kind").get(pk=asset.pk)
        if "kind" in values and values["kind"].pk != found.kind_id:
            raise ValidationError(
                {"kind": _("The kind of an asset cannot be changed. Make a new one instead.")}
            )
        return found
    kind = values.get("kind")
    if kind is None or not rows_of(_HOLD_KIND, [customer.store_id, kind.pk]):
        raise ValidationError({"kind": _("Choose what kind of asset it is, please.")})
    return Asset(
        store_id=customer.store_id, customer=customer, kind=kind, sms_flag=customer_settings().asset_sms_flag
    )


def _set(record: Asset, values: AssetValues) -> None:
    if "label" in values:
        record.label = one_line(values["label"])
    if "number" in values:
        record.number = one_width(values["number"])
    if "notes" in values:
        record.notes = lines(values["notes"])
    if "sms_flag" in values:
        record.sms_flag = values["sms_flag"]
    if "attributes" in values:
        definitions = attributes_of_store(record.kind)
        record.attributes = changed_attributes(definitions, record.attributes, values["attributes"])


def _check(record: Asset) -> None:
    if not record.label:
        raise ValidationError({"label": _("Enter a name by which you know it, please.")})
    record.clean_fields(exclude=["store", "customer", "kind", "attributes"])


def _changed_dues(record: Asset, given: Mapping[int, date | None]) -> dict[int, date | None]:
    """What of the given dates differs from what is kept."""
    if not given:
        return {}
    known = {row[0] for row in rows_of(_HOLD_DUE_KINDS, [record.store_id, record.kind_id, sorted(given)])}
    unknown = [kind_id for kind_id in given if kind_id not in known]
    if unknown:
        words = _("There is no such due date for this kind of asset.")
        raise ValidationError({due_field(kind_id): words for kind_id in unknown})
    kept: dict[int, date] = {}
    if record.pk:
        kept = dict(AssetDue.objects.filter(asset=record).values_list("kind_id", "date"))
    return {kind_id: day for kind_id, day in given.items() if day != kept.get(kind_id)}


def _write_dues(record: Asset, changed: Mapping[int, date | None]) -> None:
    gone = [kind_id for kind_id, day in changed.items() if day is None]
    if gone:
        AssetDue.objects.filter(asset=record, kind_id__in=gone).delete()
    AssetDue.objects.bulk_create(
        [
            AssetDue(asset=record, kind=DueKind(pk=kind_id, store_id=record.store_id), date=day)
            for kind_id, day in changed.items()
            if day is not None
        ],
        update_conflicts=True,
        unique_fields=["store", "asset", "kind"],
        update_fields=["date"],
    )
