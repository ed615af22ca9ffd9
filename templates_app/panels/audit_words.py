"""What the audit log calls what was done with templates."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words


def add_words() -> None:
    labels: dict[str, Promise] = {
        "template.created": _("Template made"),
        "template.changed": _("Template changed"),
        "template.archived": _("Template archived"),
        "template.restored": _("Template taken back into use"),
        "template.copied": _("Template copied from the examples"),
    }
    add_audit_words(
        "templates",
        _("Templates"),
        {code: AuditWord(label, address=_page, says=_name_and_version) for code, label in labels.items()},
    )


def _page(slug: str, entry: AuditEntry) -> str:
    return reverse("templates:page", args=[slug, entry.object_id])


def _name_and_version(entry: AuditEntry) -> str:
    name, version = str(entry.details.get("name", "")), entry.details.get("version")
    if not version:
        return name
    return _now("%(name)s, version %(version)s") % {"name": name, "version": f"{version:,}"}
