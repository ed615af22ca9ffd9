"""What a list of finds and a file of them can show: a column for each field, filled for a whole batch at once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Store
from customers.criteria import Of, SearchField
from customers.models import Asset, AssetDue, ConsentState, Contact, Customer, StaticListEntry
from customers.queries.suppressions import suppressed_phones

# A cell: text, a number, a day, a time, yes or no; None is empty.
Cell = str | int | float | date | datetime | bool | None

DEFAULT_COLUMNS = (
    "customer.name",
    "customer.mobile",
    "customer.number",
    "customer.staff",
    "customer.sms_flag",
)
DEFAULT_ASSET_COLUMNS = ("customer.name", "customer.mobile", "asset.kind", "asset.label", "asset.number")
DEFAULT_FILE_COLUMNS = (
    "customer.number", "customer.name", "customer.kana", "customer.company_name", "customer.mobile",
    "customer.postal_code", "customer.address", "customer.email", "customer.staff", "customer.sms_flag",
)  # fmt: skip
DEFAULT_ASSET_FILE_COLUMNS = (
    *DEFAULT_FILE_COLUMNS,
    "asset.kind",
    "asset.label",
    "asset.number",
    "asset.sms_flag",
)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    group: str


@dataclass(slots=True)
class _Batch:
    """What columns need beside the rows themselves, by the customer's id, number, or the asset's id."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    consents: dict[tuple[str, str], bool] = field(default_factory=dict)
    stopped: Collection[str] = ()
    dues: dict[tuple[int, int], list[date]] = field(default_factory=lambda: defaultdict(list))
    assets: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def columns_of(fields: Mapping[str, SearchField], *, of_assets: bool) -> dict[str, Column]:
    """Every column that there is, by name, in the order in which a page offers them."""
    found: dict[str, Column] = {}
    for one in fields.values():
        if one.of is Of.ASSET and not of_assets and not one.name.startswith("due."):
            continue
        if one.name.partition(".")[0] not in {"customer", "contact", "consent", "list", "asset", "due"}:
            continue
        label = one.label
        if one.name == "customer.name":
            label = _("Name")
        elif one.name == "list":
            label = pgettext("column", "Lists")
        elif one.asset_kind is not None:
            label = one.full_label
        found[one.name] = Column(one.name, label, one.group)
        if one.name == "customer.name":
            found["customer.kana"] = Column("customer.kana", _("Name in kana"), one.group)
            found["customer.company_name"] = Column("customer.company_name", _("Company name"), one.group)
    if not of_assets:
        found["assets"] = Column("assets", pgettext("column", "Assets"), pgettext("group of fields", "Asset"))
    return found


def default_columns(*, of_assets: bool, file: bool) -> tuple[str, ...]:
    if of_assets:
        return DEFAULT_ASSET_FILE_COLUMNS if file else DEFAULT_ASSET_COLUMNS
    return DEFAULT_FILE_COLUMNS if file else DEFAULT_COLUMNS


def cells(
    rows: Sequence[Customer] | Sequence[Asset],
    names: Sequence[str],
    *,
    store: Store,
    fields: Mapping[str, SearchField],
) -> list[list[Cell]]:
    """A list for each row, a cell for each column that still is; a constant number of queries."""
    batch = _batch(rows, names, store)
    readers = [_reader(name, fields.get(name), batch) for name in names]
    return [[reader(row) for reader in readers] for row in rows]


def _customer(row: Customer | Asset) -> Customer:
    if isinstance(row, Asset):
        found: Customer = row.customer
        return found
    return row


def _batch(rows: Sequence[Customer] | Sequence[Asset], names: Sequence[str], store: Store) -> _Batch:
    batch, groups = _Batch(), {name.partition(".")[0] for name in names}
    customers = {_customer(row).pk: _customer(row) for row in rows}
    phones = {one.mobile for one in customers.values() if one.mobile}
    if "contact" in groups:
        batch.contacts = {one.customer_id: one for one in Contact.objects.filter(customer_id__in=customers)}
    if "consent" in groups:
        states = ConsentState.objects.filter(phone__in=phones).values_list("phone", "purpose", "granted")
        batch.consents = {(phone, purpose): granted for phone, purpose, granted in states}
    if "customer.stopped" in names:
        batch.stopped = suppressed_phones(store=store, phones=phones)
    if "list" in groups:
        entries = StaticListEntry.objects.filter(customer_id__in=customers, list__archived_at__isnull=True)
        for customer_id, name in entries.order_by("list__name").values_list("customer_id", "list__name"):
            batch.lists[customer_id].append(name)
    if "assets" in groups:
        assets = Asset.objects.filter(customer_id__in=customers, archived_at__isnull=True).order_by("id")
        for customer_id, label in assets.values_list("customer_id", "label"):
            batch.assets[customer_id].append(label)
    if "due" in groups:
        _add_dues(batch, rows)
    return batch


def _add_dues(batch: _Batch, rows: Sequence[Customer] | Sequence[Asset]) -> None:
    """Of assets their own dates; of customers those of all that they have."""
    of_assets = bool(rows) and isinstance(rows[0], Asset)
    column = "asset_id" if of_assets else "asset__customer_id"
    dues = AssetDue.objects.filter(
        **{f"{column}__in": [row.pk for row in rows]}, asset__archived_at__isnull=True
    )
    for owner, kind, day in dues.order_by("date").values_list(column, "kind_id", "date"):
        batch.dues[owner, kind].append(day)


def _reader(name: str, known: SearchField | None, batch: _Batch) -> Callable[[Customer | Asset], Cell]:
    group, _dot, rest = name.partition(".")
    if group == "due":
        return lambda row: "、".join(map(str, batch.dues.get((row.pk, int(rest)), ()))) or None
    if group == "contact":
        return lambda row: getattr(batch.contacts.get(_customer(row).pk), rest, None)
    if group == "consent":
        words = known.choices if known else {}
        return lambda row: words[_consent(batch.consents.get((_customer(row).mobile or "", rest)))]
    if group == "list":
        return lambda row: "、".join(batch.lists.get(_customer(row).pk, ())) or None
    if group == "assets":
        return lambda row: "、".join(batch.assets.get(row.pk, ())) or None
    if group == "asset":
        return lambda row: _of_asset(row, rest)
    if rest == "stopped":
        return lambda row: _customer(row).mobile in batch.stopped
    return lambda row: _of_record(_customer(row), rest)


def _consent(granted: bool | None) -> str:
    return "none" if granted is None else "granted" if granted else "withdrawn"


def _of_asset(row: Customer | Asset, column: str) -> Cell:
    if not isinstance(row, Asset):
        return None
    if column.startswith("attribute."):
        return _attribute(row.attributes, column)
    value: Any = row.kind.name if column == "kind" else getattr(row, column)
    found: Cell = value
    return found


def _of_record(customer: Customer, column: str) -> Cell:
    if column.startswith("attribute."):
        return _attribute(customer.attributes, column)
    match column:
        case "mobile":
            return customer.mobile_form
        case "landline":
            return customer.landline_form
        case "name":
            return str(customer)
        case "staff":
            return str(customer.staff.user) if customer.staff else None
        case "kind":
            return customer.get_kind_display()
        case "language":
            return customer.get_language_display()
    found: Cell = getattr(customer, column)
    return found


def _attribute(kept: Mapping[str, Any], column: str) -> Cell:
    found: Cell = kept.get(column.removeprefix("attribute."))
    return found
