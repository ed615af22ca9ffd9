"""What an import was told, and what the store has defined, for reading its rows."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Actor, Membership, Store
from customers.intake.cells import plain_word
from customers.intake.convert import AttributeField, Terms
from customers.models import Attribute, Import
from customers.queries.settings import customer_settings


@dataclass(frozen=True, slots=True)
class Order:
    """One import as its chunks see it. `has_assets`, `has_consents`: whether any column speaks of them."""

    store_id: int
    import_id: int
    dry_run: bool
    actor: Actor | None
    asset_kind: int | None
    customer_flag: bool
    asset_flag: bool
    has_assets: bool
    has_consents: bool
    total: int
    # On which everybody of the file is put.
    list_id: int | None = None


def order_of(spreadsheet: Import) -> Order:
    """For the store in scope."""
    settings = customer_settings()
    targets = set(spreadsheet.mapping.values())
    return Order(
        store_id=spreadsheet.store_id,
        import_id=spreadsheet.pk,
        dry_run=spreadsheet.dry_run,
        actor=spreadsheet.made_by or spreadsheet.token,
        asset_kind=spreadsheet.options.get("asset_kind"),
        customer_flag=settings.customer_sms_flag,
        asset_flag=settings.asset_sms_flag,
        has_assets=any(target.startswith(("asset_", "due:")) for target in targets),
        has_consents=any(target.startswith("consent:") for target in targets),
        total=spreadsheet.layout["rows"],
        list_id=spreadsheet.options.get("list"),
    )


def terms_of(spreadsheet: Import) -> Terms:
    """For the store in scope."""
    store = Store.objects.get(pk=spreadsheet.store_id)
    options: dict[str, Any] = spreadsheet.options
    return Terms(
        mapping={int(position): key for position, key in spreadsheet.mapping.items()},
        width=len(spreadsheet.layout["headers"]),
        countries=tuple(store.allowed_countries),
        zone=store.zone,
        now=timezone.now(),
        attributes={one.pk: AttributeField(one.kind, tuple(one.choices)) for one in Attribute.objects.all()},
        staff=_staff(store),
        empty_clears=bool(options.get("empty_clears")),
        consent_source=str(options.get("consent_source") or ""),
        consent_date=str(options.get("consent_date") or ""),
    )


def _staff(store: Store) -> dict[str, int | None]:
    """Active people by name and by e-mail address; None for a name that two have."""
    found: dict[str, int | None] = {}
    members = Membership.objects.filter(store=store, is_active=True).select_related("user").order_by("id")
    for member in members:
        name = plain_word(member.user.name)
        if name:
            found[name] = None if name in found else member.pk
    return found | {plain_word(member.user.email): member.pk for member in members}
