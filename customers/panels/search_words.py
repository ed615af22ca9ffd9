"""What the audit log calls what was done with saved searches and files of customers."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words


def add_words() -> None:
    words = {
        "segment.created": AuditWord(gettext_lazy("Search saved"), address=_segment, says=_name),
        "segment.changed": AuditWord(gettext_lazy("Saved search changed"), address=_segment, says=_name),
        "segment.archived": AuditWord(gettext_lazy("Saved search put away"), address=_segment, says=_name),
        "customers.exported": AuditWord(gettext_lazy("Customers taken out as a file"), says=_export),
    }
    add_audit_words("searches", gettext_lazy("Free search"), words)


def _segment(slug: str, entry: AuditEntry) -> str:
    return reverse("searches:segment", args=[slug, entry.object_id])


def _name(entry: AuditEntry) -> str:
    return str(entry.details.get("name", ""))


def _export(entry: AuditEntry) -> str:
    details, count = entry.details, len(entry.details.get("columns", []))
    columns = ngettext("%(count)s column", "%(count)s columns", count) % {"count": count}
    return _("%(about)s, %(columns)s, %(form)s") % {
        "about": details.get("about", ""),
        "columns": columns,
        "form": details.get("form", ""),
    }
