"""What the audit log calls what was done with links."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words


def add_words() -> None:
    add_audit_words(
        "links",
        _("Links"),
        {
            "links.exported": AuditWord(_("Taps of a link exported"), address=_link),
            "short_domain.set": AuditWord(_("Domain of short links set"), address=_domain, says=_host),
            "short_domain.dropped": AuditWord(
                _("Domain of short links given up"), address=_domain, says=_host
            ),
            "short_domain.proved": AuditWord(
                _("Domain of short links was seen to lead here"), address=_domain, says=_host
            ),
        },
    )


def _link(slug: str, entry: AuditEntry) -> str:
    return reverse("links:page", args=[slug, entry.object_id])


def _domain(slug: str, entry: AuditEntry) -> str:
    return reverse("links:domain", args=[slug])


def _host(entry: AuditEntry) -> str:
    return str(entry.details.get("host", ""))
