"""What the audit log calls what was done with customers, their assets, and what a store defines."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words
from customers.models import Asset, BulkChange, Customer, Suppression
from customers.panels.consent_audit_words import consent_words


def add_words() -> None:
    add_audit_words(
        "customers",
        _("Customers"),
        {
            "customer.created": AuditWord(_("Customer entered"), address=_customer),
            "customer.changed": AuditWord(_("Customer changed"), address=_customer, says=_customer_fields),
            "asset.created": AuditWord(_("Asset added"), address=_owner, says=_nothing),
            "asset.changed": AuditWord(_("Asset changed"), address=_owner, says=_asset_fields),
            "asset.archived": AuditWord(_("Asset sold or ended"), address=_owner, says=_nothing),
            "asset.restored": AuditWord(_("Asset made current again"), address=_owner, says=_nothing),
            "flags.changed": AuditWord(
                _("SMS flags changed"), address=_flag_change, action_word=_("Look, take back"), says=_flags
            ),
            "flags.undone": AuditWord(
                _("Change of SMS flags taken back"), address=_flag_change, says=_undone
            ),
        },
    )
    add_audit_words(
        "stops",
        _("Stops"),
        {
            "number.suppressed": AuditWord(_("Messages to a number stopped"), says=_stop),
            "number.suppression_lifted": AuditWord(_("Stop of a number lifted"), says=_stop),
        },
    )
    add_audit_words("consents", _("Consent"), consent_words())
    defined = {
        "attribute.defined": _("Field added"),
        "attribute.changed": _("Field changed"),
        "attribute.removed": _("Field removed"),
        "asset_kind.defined": _("Kind of asset added"),
        "asset_kind.changed": _("Kind of asset renamed"),
        "asset_kind.removed": _("Kind of asset removed"),
        "due_kind.defined": _("Due date added"),
        "due_kind.changed": _("Due date renamed"),
        "due_kind.removed": _("Due date removed"),
        "definition.moved": _("Order changed"),
    }
    words = {code: AuditWord(label, address=_definitions, says=_name) for code, label in defined.items()}
    words["customer_settings.changed"] = AuditWord(
        _("SMS flag of new records changed"), address=_definitions, says=_defaults
    )
    add_audit_words("definitions", _("Fields and kinds"), words)


def _customer(slug: str, entry: AuditEntry) -> str:
    return reverse("customers:page", args=[slug, entry.object_id])


def _owner(slug: str, entry: AuditEntry) -> str:
    """The page of the customer whose asset it is."""
    customer_id = entry.details.get("customer")
    return reverse("customers:page", args=[slug, customer_id]) if customer_id else ""


def _flag_change(slug: str, entry: AuditEntry) -> str:
    return reverse("customers:flag_change", args=[slug, entry.object_id])


def _definitions(slug: str, entry: AuditEntry) -> str:
    return reverse("definitions:overview", args=[slug])


def _nothing(entry: AuditEntry) -> str:
    return ""


def _name(entry: AuditEntry) -> str:
    before, name = entry.details.get("before"), str(entry.details.get("name", ""))
    return f"{before} → {name}" if before else name


def _customer_fields(entry: AuditEntry) -> str:
    return _fields(Customer, entry)


def _asset_fields(entry: AuditEntry) -> str:
    return _fields(Asset, entry)


def _fields(model: type[Customer] | type[Asset], entry: AuditEntry) -> str:
    """The changed fields by the names that forms give them."""
    known: dict[str, Any] = {
        field.name: getattr(field, "verbose_name", "") for field in model._meta.get_fields()
    }
    ours: dict[str, str | Promise] = {"attributes": _("the store's own fields"), "dues": _("due dates")}
    named = [name.removesuffix("_id") for name in entry.details.get("fields", [])]
    return pgettext("between the items of a list", ", ").join(
        str(ours.get(name) or known.get(name, name)) for name in named
    )


def _flags(entry: AuditEntry) -> str:
    details = entry.details
    told = [_moved(details, "changed"), _flag_word(details)]
    return " · ".join([*told, *([str(details["about"])] if details.get("about") else [])])


def _undone(entry: AuditEntry) -> str:
    details = entry.details
    told = [_moved(details, "back"), _flag_word(details)]
    left = int(details.get("left", 0))
    if left:
        told.append(gettext("%(left)s left as they are") % {"left": f"{left:,}"})
    return " · ".join(told)


def _moved(details: dict[str, Any], name: str) -> str:
    count = int(details.get(name, 0))
    if details.get("of") == BulkChange.Of.ASSETS:
        words = ngettext("%(count)s asset", "%(count)s assets", count)
    else:
        words = ngettext("%(count)s customer", "%(count)s customers", count)
    return words % {"count": f"{count:,}"}


def _flag_word(details: dict[str, Any]) -> str:
    return gettext("SMS flag on") if details.get("flag") else gettext("SMS flag off")


def _stop(entry: AuditEntry) -> str:
    reason = str(entry.details.get("reason", ""))
    word = str(Suppression.Reason(reason).label) if reason in Suppression.Reason.values else reason
    pause = gettext("pause") if entry.details.get("ends_at") else ""
    return " · ".join(part for part in (str(entry.details.get("phone", "")), word, pause) if part)


def _defaults(entry: AuditEntry) -> str:
    labels = {"customer_sms_flag": gettext("new customers"), "asset_sms_flag": gettext("new assets")}
    told = [
        f"{labels[name]}: {_flag_word({'flag': flag})}"
        for name, flag in entry.details.items()
        if name in labels
    ]
    return " · ".join(told)
