"""What the audit log calls what was done with imports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words


def add_words() -> None:
    labels = {
        "import.uploaded": (_("File uploaded for an import"), _file),
        "import.mapped": (_("Columns of an import chosen"), _columns),
        "import.reread": (_("File of an import read otherwise"), _nothing),
        "import.started": (_("Import begun"), _dry),
        "import.finished": (_("Import ended"), _totals),
        "import.failed": (_("Import stopped by an error"), _totals),
        "import.cancelled": (_("Import cancelled"), _totals),
    }
    words = {code: AuditWord(label, address=_page, says=says) for code, (label, says) in labels.items()}
    add_audit_words("imports", _("Imports"), words)


def _page(slug: str, entry: AuditEntry) -> str:
    return reverse("imports:one", args=[slug, entry.object_id])


def _nothing(entry: AuditEntry) -> str:
    return ""


def _file(entry: AuditEntry) -> str:
    return f"{entry.details.get('file', '')} · {_rows(entry)}"


def _columns(entry: AuditEntry) -> str:
    columns = int(entry.details.get("columns", 0))
    return ngettext("%(columns)s column", "%(columns)s columns", columns) % {"columns": columns}


def _dry(entry: AuditEntry) -> str:
    if entry.details.get("dry_run"):
        return pgettext("import", "only to check it")
    return pgettext("import", "for real")


def _totals(entry: AuditEntry) -> str:
    parts = [_rows(entry)]
    counted = {
        "created": pgettext("rows of an import", "%(count)s new"),
        "updated": pgettext("rows of an import", "%(count)s changed"),
        "rejected": pgettext("rows of an import", "%(count)s not imported"),
    }
    for name, words in counted.items():
        count = int(entry.details.get(name, 0))
        if count:
            parts.append(words % {"count": f"{count:,}"})
    if entry.details.get("dry_run"):
        parts.append(_dry(entry))
    return " · ".join(parts)


def _rows(entry: AuditEntry) -> str:
    rows = int(entry.details.get("rows", 0))
    return ngettext("%(shown)s row", "%(shown)s rows", rows) % {"shown": f"{rows:,}"}
