"""What a store looks after for its customers: kinds, and the assets of one customer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Store
from customers.models import Asset, AssetDue, AssetKind, Attribute, Customer, DueKind
from customers.queries.due.due_list import today_of

# A due date within so many days asks for something to be done.
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueState:
    """How near a due date is, as templates/parts/state.html shows it."""

    tone: str
    icon: str
    word: str | Promise


@dataclass(frozen=True, slots=True)
class ShownDue:
    name: str
    date: date
    state: DueState


@dataclass(frozen=True, slots=True)
class ShownAsset:
    """`attributes`: pairs of name and value, those without a value left out; dates as dates."""

    asset: Asset
    dues: list[ShownDue]
    attributes: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class AssetsOfCustomer:
    current: list[ShownAsset]
    archived: list[ShownAsset]


def asset_kinds() -> list[AssetKind]:
    """The store's kinds in their order, each with `due_kinds.all()` in theirs at hand. Two queries."""
    dues = Prefetch("due_kinds", DueKind.objects.order_by("position", "id"))
    return list(AssetKind.objects.order_by("position", "id").prefetch_related(dues))


def due_kinds_of(kind: AssetKind) -> list[DueKind]:
    """What falls due for assets of a kind, in order."""
    return list(DueKind.objects.filter(asset_kind=kind).order_by("position", "id"))


def dues_of(asset: Asset) -> dict[int, date]:
    """The asset's due dates by due kind id."""
    return dict(AssetDue.objects.filter(asset=asset).values_list("kind_id", "date"))


def due_state(day: date, *, today: date) -> DueState:
    """Of a date on which something falls due: days that are left, or how long ago it was."""
    left = (day - today).days
    if left < 0:
        words = ngettext("%(days)s day overdue", "%(days)s days overdue", -left) % {"days": f"{-left:,}"}
        return DueState("danger", "exclamation-circle-fill", words)
    if left == 0:
        return DueState("warning", "exclamation-triangle-fill", _("due today"))
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": f"{left:,}"}
    if left <= SOON_DAYS:
        return DueState("warning", "hourglass-split", words)
    return DueState("neutral", "calendar-event", words)


def assets_of(
    customer: Customer, *, store: Store, attributes: dict[int | None, list[Attribute]]
) -> AssetsOfCustomer:
    """A customer's assets by name with what falls due, archived ones apart. `attributes` as attributes_by_kind.

    Two queries, however many there are.
    """
    today = today_of(store)
    dues = Prefetch("dues", AssetDue.objects.select_related("kind").order_by("date", "id"))
    found = Asset.objects.filter(customer=customer).select_related("kind").prefetch_related(dues)
    shown = [
        ShownAsset(
            asset=asset,
            dues=[
                ShownDue(due.kind.name, due.date, due_state(due.date, today=today))
                for due in asset.dues.all()
            ],
            attributes=_values(asset, attributes.get(asset.kind_id, [])),
        )
        for asset in found.order_by("kind__position", "label", "id")
    ]
    return AssetsOfCustomer(
        current=[one for one in shown if one.asset.archived_at is None],
        archived=[one for one in shown if one.asset.archived_at is not None],
    )


def _values(asset: Asset, attributes: list[Attribute]) -> list[tuple[str, Any]]:
    kept = [(attribute, asset.attributes.get(str(attribute.pk))) for attribute in attributes]
    return [
        (attribute.name, date.fromisoformat(value) if attribute.kind == Attribute.Kind.DATE else value)
        for attribute, value in kept
        if value is not None
    ]
