"""Everything that a store's searches can ask: our own fields, the store's, and what higher apps add."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tenancy.scope import current_store_id
from customers.criteria import FieldType, Of, SearchField
from customers.models import AssetKind, Attribute, ConsentPurpose, Customer, DueKind, StaticList
from customers.registries.criteria import registered_criteria

_ATTRIBUTE_TYPES = {
    Attribute.Kind.TEXT: FieldType.TEXT,
    Attribute.Kind.NUMBER: FieldType.NUMBER,
    Attribute.Kind.DATE: FieldType.DATE,
    Attribute.Kind.CHOICE: FieldType.CHOICE,
}


def search_fields() -> dict[str, SearchField]:
    """By name, in the order in which a page offers them. Five queries in the store's scope."""
    kinds = list(AssetKind.objects.order_by("position", "id"))
    attributes = list(Attribute.objects.order_by("position", "id"))
    found = [
        *_of_record(),
        *(_of_attribute(one, None) for one in attributes if one.asset_kind_id is None),
        *_of_contact(),
        *(criterion.field for criterion in registered_criteria().values()),
        *_of_assets(kinds, attributes, list(DueKind.objects.order_by("position", "id"))),
    ]
    return {field.name: field for field in found}


def _of_record() -> Iterator[SearchField]:
    group = _("Customer's record")
    text = FieldType.TEXT
    yield SearchField("customer.name", _("Name, kana or company"), text, group=group, can_be_empty=False)
    yield SearchField("customer.number", _("Customer number"), text, group=group)
    kinds: dict[str | int, str] = {value: str(label) for value, label in Customer.Kind.choices}
    yield SearchField("customer.kind", _("Kind"), FieldType.CHOICE, Of.CUSTOMER, kinds, group, False)
    yield SearchField("customer.mobile", _("Mobile number"), FieldType.PHONE, group=group)
    yield SearchField("customer.landline", _("Landline"), FieldType.PHONE, group=group)
    yield SearchField("customer.postal_code", _("Postal code"), text, group=group)
    yield SearchField("customer.address", _("Address"), text, group=group)
    yield SearchField("customer.email", _("E-mail address"), text, group=group)
    staff: dict[str | int, str] = {
        one.pk: str(one.user)
        for one in Membership.objects.filter(store_id=current_store_id())
        .select_related("user")
        .order_by("-is_active", "user__name", "id")
    }
    yield SearchField("customer.staff", _("Staff in charge"), FieldType.ROW, Of.CUSTOMER, staff, group)
    languages: dict[str | int, str] = {value: str(label) for value, label in Customer.Language.choices}
    yield SearchField(
        "customer.language", _("Language"), FieldType.CHOICE, Of.CUSTOMER, languages, group, False
    )
    yield SearchField("customer.sms_flag", _("SMS flag"), FieldType.YES_NO, group=group, can_be_empty=False)
    yield SearchField("customer.notes", _("Notes"), text, group=group)
    yield SearchField(
        "customer.created_at", _("Entered on"), FieldType.MOMENT, group=group, can_be_empty=False
    )
    lists: dict[str | int, str] = {
        one.pk: one.name for one in StaticList.objects.filter(archived_at__isnull=True).order_by("name", "id")
    }
    yield SearchField("list", _("On a list"), FieldType.ROW, Of.CUSTOMER, lists, group)


def _of_contact() -> Iterator[SearchField]:
    group = _("Contact and consent")
    yield SearchField("contact.last_texted_at", _("Last texted"), FieldType.MOMENT, group=group)
    yield SearchField("contact.last_clicked_at", _("Last tapped a link"), FieldType.MOMENT, group=group)
    yield SearchField(
        "customer.mobile_confirmed_at", _("Mobile number confirmed"), FieldType.MOMENT, group=group
    )
    states: dict[str | int, str] = {
        "granted": pgettext("consent", "given"),
        "withdrawn": pgettext("consent", "withdrawn"),
        "none": pgettext("consent", "never recorded"),
    }
    for purpose in ConsentPurpose:
        label = _("Consent: %(purpose)s") % {"purpose": purpose.label}
        yield SearchField(
            f"consent.{purpose.value}", label, FieldType.CHOICE, Of.CUSTOMER, states, group, False
        )
    yield SearchField(
        "customer.stopped", _("Messages stopped"), FieldType.YES_NO, group=group, can_be_empty=False
    )


def _of_assets(
    kinds: list[AssetKind], attributes: list[Attribute], dues: list[DueKind]
) -> Iterator[SearchField]:
    group = pgettext("group of fields", "Asset")
    text, of = FieldType.TEXT, Of.ASSET
    if kinds:
        names: dict[str | int, str] = {kind.pk: kind.name for kind in kinds}
        yield SearchField("asset.kind", _("Kind of asset"), FieldType.ROW, of, names, group, False)
    yield SearchField("asset.label", _("Asset's name"), text, of, group=group, can_be_empty=False)
    yield SearchField("asset.number", _("Registration or contract number"), text, of, group=group)
    yield SearchField(
        "asset.sms_flag", _("Asset's SMS flag"), FieldType.YES_NO, of, group=group, can_be_empty=False
    )
    for kind in kinds:
        for due in dues:
            if due.asset_kind_id == kind.pk:
                label = pgettext("due date", "%(what)s due") % {"what": due.name}
                yield SearchField(
                    f"due.{due.pk}", label, FieldType.DATE, of, group=kind.name, asset_kind=kind.pk
                )
        for attribute in attributes:
            if attribute.asset_kind_id == kind.pk:
                yield _of_attribute(attribute, kind)


def _of_attribute(attribute: Attribute, kind: AssetKind | None) -> SearchField:
    of = Of.ASSET if kind else Of.CUSTOMER
    return SearchField(
        name=f"{of.value}.attribute.{attribute.pk}",
        label=attribute.name,
        type=_ATTRIBUTE_TYPES[Attribute.Kind(attribute.kind)],
        of=of,
        choices={choice: choice for choice in attribute.choices},
        group=kind.name if kind else _("Own fields"),
        asset_kind=kind.pk if kind else None,
    )
