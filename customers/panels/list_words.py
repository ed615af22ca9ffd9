"""What the audit log calls what was done with lists, due lists and appointments."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words
from customers.models import Appointment


def add_words() -> None:
    lists: dict[str, Promise] = {
        "list.made": _("List made"),
        "list.renamed": _("List renamed"),
        "list.archived": _("List archived"),
        "list.restored": _("List taken back into use"),
        "list.filled": _("Customers put on a list"),
        "list.reduced": _("Customers taken off a list"),
    }
    words = {code: AuditWord(label, address=_list, says=_people) for code, label in lists.items()}
    words["due_list.exported"] = AuditWord(_("Due list exported"))
    add_audit_words("lists", _("Lists"), words)
    appointments: dict[str, Promise] = {
        "appointment.made": _("Appointment made"),
        "appointment.changed": _("Appointment changed"),
        "appointment.booked": _("Appointment booked again"),
        "appointment.done": _("Appointment done"),
        "appointment.missed": _("Did not come to an appointment"),
        "appointment.cancelled": _("Appointment cancelled"),
    }
    add_audit_words(
        "appointments",
        _("Appointments"),
        {code: AuditWord(label, address=_appointment, says=_fields) for code, label in appointments.items()},
    )


def _list(slug: str, entry: AuditEntry) -> str:
    return reverse("lists:page", args=[slug, entry.object_id])


def _appointment(slug: str, entry: AuditEntry) -> str:
    return reverse("appointments:page", args=[slug, entry.object_id])


def _people(entry: AuditEntry) -> str:
    """How many were put on or taken off, and where they come from."""
    count = int(entry.details.get("new", entry.details.get("taken_off", 0)))
    words = ngettext("%(count)s customer", "%(count)s customers", count) % {"count": f"{count:,}"}
    return " · ".join(part for part in (words if count else "", str(entry.details.get("about", ""))) if part)


def _fields(entry: AuditEntry) -> str:
    """The changed fields by the names that forms give them."""
    known = {field.name: getattr(field, "verbose_name", "") for field in Appointment._meta.get_fields()}
    ours: dict[str, Promise] = {
        "remind_hours": _("reminder by SMS"),
        "status": _("state"),
        "asset": _("asset"),
    }
    named = [name.removesuffix("_id") for name in entry.details.get("fields", [])]
    return _now(", ").join(str(ours.get(name) or known.get(name, name)) for name in named)
