"""Customers, assets and definitions as programs read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from customers.models import Asset, AssetKind, Attribute, Customer

Json = dict[str, Any]


def customer_answer(customer: Customer, *, attributes: Sequence[Attribute], zone: ZoneInfo) -> Json:
    """Needs staff and their user at hand."""
    return {
        "id": customer.pk,
        "number": customer.number,
        "kind": customer.kind,
        "name": customer.name,
        "kana": customer.kana,
        "company_name": customer.company_name,
        "mobile": customer.mobile or None,
        "landline": customer.landline or None,
        "postal_code": customer.postal_code,
        "address": customer.address,
        "email": customer.email,
        "staff": customer.staff.user.email if customer.staff else None,
        "language": customer.language,
        "attributes": _by_name(attributes, customer.attributes),
        "notes": customer.notes,
        "sms_flag": customer.sms_flag,
        "created_at": _moment(customer.created_at, zone),
        "updated_at": _moment(customer.updated_at, zone),
    }


def asset_answer(
    asset: Asset, *, attributes: Mapping[int | None, Sequence[Attribute]], zone: ZoneInfo
) -> Json:
    """Needs kind and dues, with their kinds, at hand. `attributes` as attributes_by_kind."""
    return {
        "id": asset.pk,
        "customer": asset.customer_id,
        "kind": asset.kind.name,
        "label": asset.label,
        "number": asset.number,
        "attributes": _by_name(attributes.get(asset.kind_id, ()), asset.attributes),
        "dues": {due.kind.name: due.date.isoformat() for due in asset.dues.all()},
        "notes": asset.notes,
        "sms_flag": asset.sms_flag,
        "archived_at": _moment(asset.archived_at, zone) if asset.archived_at else None,
        "created_at": _moment(asset.created_at, zone),
        "updated_at": _moment(asset.updated_at, zone),
    }


def attribute_answer(attribute: Attribute) -> Json:
    return {
        "id": attribute.pk,
        "name": attribute.name,
        "kind": attribute.kind,
        "choices": list(attribute.choices),
    }


def kind_answer(kind: AssetKind, attributes: Sequence[Attribute]) -> Json:
    """Needs due kinds at hand."""
    return {
        "id": kind.pk,
        "name": kind.name,
        "attributes": [attribute_answer(attribute) for attribute in attributes],
        "due_kinds": [{"id": due_kind.pk, "name": due_kind.name} for due_kind in kind.due_kinds.all()],
    }


def _by_name(attributes: Sequence[Attribute], kept: Mapping[str, Any]) -> Json:
    return {attribute.name: kept[str(attribute.pk)] for attribute in attributes if str(attribute.pk) in kept}


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="milliseconds")
