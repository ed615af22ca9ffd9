"""What a column of a spreadsheet can mean for a store."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The column that we add to a file with refused rows; it comes back with the corrected file and means nothing.
REASONS_COLUMN = "取り込めなかった理由"

PURPOSES = ("notice", "reminder", "promotion")


class Definition(Protocol):
    """An attribute that the store has defined (models/attribute.py), of customers or of a kind of asset."""

    pk: int
    name: str
    asset_kind_id: int | None


class Named(Protocol):
    """A kind of asset."""

    pk: int
    name: str


class Due(Protocol):
    """What falls due for a kind of asset."""

    pk: int
    name: str
    asset_kind_id: int


@dataclass(frozen=True, slots=True)
class Target:
    """`key` as a mapping keeps it; `group` under which it is offered; `asset_kind` whose it is, if not of all."""

    key: str
    label: str | Promise
    group: str | Promise
    asset_kind: int | None = None


_CUSTOMER = _("Customer")
_CONSENT = _("Consent")
_ASSET = _("Vehicle, contract and the like")
_BUILT_IN = (
    Target("number", _("Customer number"), _CUSTOMER),
    Target("name", _("Name"), _CUSTOMER),
    Target("kana", _("Name in kana"), _CUSTOMER),
    Target("company_name", _("Company name"), _CUSTOMER),
    Target("kind", _("Person or company"), _CUSTOMER),
    Target("mobile", _("Mobile number"), _CUSTOMER),
    Target("landline", _("Landline"), _CUSTOMER),
    Target("postal_code", _("Postal code"), _CUSTOMER),
    Target("address", _("Address"), _CUSTOMER),
    Target("email", _("E-mail address"), _CUSTOMER),
    Target("staff", _("Staff in charge"), _CUSTOMER),
    Target("language", _("Language"), _CUSTOMER),
    Target("sms_flag", pgettext_lazy("column", "SMS flag"), _CUSTOMER),
    Target("notes", _("Notes"), _CUSTOMER),
    Target("consent:notice", _("Consent to notices (yes or no)"), _CONSENT),
    Target("consent:reminder", _("Consent to reminders (yes or no)"), _CONSENT),
    Target("consent:promotion", _("Consent to promotion (yes or no)"), _CONSENT),
    Target("consent_source", _("How consent was given"), _CONSENT),
    Target("consent_date", _("When consent was given"), _CONSENT),
)
_OF_ASSETS = (
    Target("asset_label", _("What it is called"), _ASSET),
    Target("asset_number", _("Registration or contract number"), _ASSET),
    Target("asset_flag", _("Its own SMS flag"), _ASSET),
    Target("asset_notes", _("Notes about it"), _ASSET),
)


def targets(
    attributes: Iterable[Definition], kinds: Iterable[Named] = (), dues: Iterable[Due] = ()
) -> list[Target]:
    """Everything, in the order in which it is offered: attributes of customers and of assets in one list."""
    attributes, dues = list(attributes), list(dues)
    found = list(_BUILT_IN)
    own = [one for one in attributes if one.asset_kind_id is None]
    found += [Target(f"attribute:{one.pk}", one.name, _("Your own fields")) for one in own]
    kinds = list(kinds)
    if kinds:
        found += _OF_ASSETS
    for kind in kinds:
        found += [
            Target(f"asset_attribute:{one.pk}", one.name, kind.name, kind.pk)
            for one in attributes
            if one.asset_kind_id == kind.pk
        ]
        found += [
            Target(f"due:{one.pk}", one.name, kind.name, kind.pk)
            for one in dues
            if one.asset_kind_id == kind.pk
        ]
    return found


def is_of_asset(key: str) -> bool:
    return key.startswith(("asset_", "due:"))
