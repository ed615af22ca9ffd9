"""What a person's records hold, and whatever belongs to a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers.models import Appointment, Asset, AssetDue, Attribute, Contact, Customer, StaticListEntry
from customers.registries.personal_data import Table, Whom, coded

_GOES = _("is deleted")


def record_tables(whom: Whom) -> list[Table]:
    """Customer records, what is looked after for them, appointments, lists, the last contact."""
    names = {str(attribute.pk): attribute.name for attribute in Attribute.objects.all()}
    return [
        _customers(whom, names),
        _assets(whom, names),
        _appointments(whom),
        _lists(whom),
        _contacts(whom),
    ]


def _named(attributes: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """By name; a value whose definition is gone by its number."""
    return {names.get(key, f"#{key}"): value for key, value in attributes.items()}


def _customers(whom: Whom, names: dict[str, str]) -> Table:
    found = Customer.objects.filter(pk__in=whom.customer_ids).select_related("staff__user").order_by("id")
    columns = [
        ("id", _("ID")),
        ("number", _("Customer number")),
        ("kind", _("Kind")),
        ("name", _("Name")),
        ("kana", _("Name in kana")),
        ("company_name", _("Company name")),
        ("mobile", _("Mobile number")),
        ("mobile_confirmed_at", _("Mobile number confirmed")),
        ("landline", _("Landline")),
        ("postal_code", _("Postal code")),
        ("address", _("Address")),
        ("email", _("E-mail address")),
        ("language", _("Language")),
        ("sms_flag", _("SMS flag")),
        ("notes", _("Notes")),
        ("created_at", _("Entered")),
        ("updated_at", _("Changed")),
    ]
    rows = [
        [
            *(_cell(one, key) for key, _label in columns),
            one.staff.shown_name if one.staff else "",
            _named(one.attributes, names),
        ]
        for one in found
    ]
    columns += [("staff", _("Staff in charge")), ("attributes", _("The store's own fields"))]
    return Table("customers", _("Customer records"), _GOES, columns, rows)


def _cell(customer: Customer, key: str) -> Any:
    if key == "kind":
        return coded(Customer.Kind, customer.kind)
    if key == "language":
        return coded(Customer.Language, customer.language)
    return getattr(customer, key)


def _assets(whom: Whom, names: dict[str, str]) -> Table:
    assets = Asset.objects.filter(customer__in=whom.customer_ids).select_related("kind").order_by("id")
    dues: dict[int, dict[str, Any]] = {}
    for due in AssetDue.objects.filter(asset__customer__in=whom.customer_ids).select_related("kind"):
        dues.setdefault(due.asset_id, {})[due.kind.name] = due.date
    return Table(
        "assets",
        _("Assets"),
        _GOES,
        [
            ("id", _("ID")),
            ("customer", _("Customer ID")),
            ("kind", _("Kind")),
            ("label", _("Asset's name")),
            ("number", _("Registration or contract number")),
            ("attributes", _("The store's own fields")),
            ("due", _("Due dates")),
            ("sms_flag", _("SMS flag")),
            ("notes", _("Notes")),
            ("archived_at", _("Archived")),
            ("created_at", _("Entered")),
        ],
        [
            [
                one.pk, one.customer_id, one.kind.name, one.label, one.number, _named(one.attributes, names),
                dues.get(one.pk, {}), one.sms_flag, one.notes, one.archived_at, one.created_at,
            ]
            for one in assets
        ],
    )  # fmt: skip


def _appointments(whom: Whom) -> Table:
    found = Appointment.objects.filter(customer__in=whom.customer_ids).select_related("staff__user")
    return Table(
        "appointments",
        _("Appointments"),
        _GOES,
        [
            ("id", _("ID")),
            ("customer", _("Customer ID")),
            ("title", _("About")),
            ("status", _("Status")),
            ("starts_at", _("Starts")),
            ("minutes", _("Minutes")),
            ("place", _("Place")),
            ("meeting_url", _("Meeting URL")),
            ("meeting_id", _("Meeting ID")),
            ("passcode", _("Passcode")),
            ("staff", _("Staff in charge")),
            ("notes", _("Notes")),
            ("made_at", _("Entered")),
        ],
        [
            [
                one.pk, one.customer_id, one.title, coded(Appointment.Status, one.status), one.starts_at,
                one.minutes, one.place,
                one.meeting_url, one.meeting_id, one.passcode, one.staff.shown_name if one.staff else "",
                one.notes, one.made_at,
            ]
            for one in found.order_by("starts_at", "id")
        ],
    )  # fmt: skip


def _lists(whom: Whom) -> Table:
    found = StaticListEntry.objects.filter(customer__in=whom.customer_ids).select_related("list")
    return Table(
        "lists",
        _("Entries of lists"),
        _GOES,
        [("list", _("List")), ("customer", _("Customer ID")), ("added_at", _("Added"))],
        [[one.list.name, one.customer_id, one.added_at] for one in found.order_by("added_at", "id")],
    )


def _contacts(whom: Whom) -> Table:
    found = Contact.objects.filter(customer__in=whom.customer_ids).order_by("id")
    return Table(
        "last_contact",
        _("Last contact"),
        _GOES,
        [
            ("customer", _("Customer ID")),
            ("last_texted_at", _("Last texted")),
            ("last_clicked_at", _("Last click")),
        ],
        [[one.customer_id, one.last_texted_at, one.last_clicked_at] for one in found],
    )


def belongings_of(customer: Customer) -> list[tuple[Any, int]]:
    """What goes with a record, in words, and how many of each; what there is none of is left out."""
    counted = [
        (_("Assets"), Asset.objects.filter(customer=customer).count()),
        (_("Appointments"), Appointment.objects.filter(customer=customer).count()),
        (_("Entries of lists"), StaticListEntry.objects.filter(customer=customer).count()),
    ]
    return [(label, number) for label, number in counted if number]
