"""What the audit log calls what was done with consents."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord


def consent_words() -> dict[str, AuditWord]:
    """By action."""
    return {
        "consents.recorded": AuditWord(_("Consent recorded"), address=_ledger, says=_entries),
        "consents.anchored": AuditWord(_("Head of the consent ledger mailed"), address=_ledger, says=_head),
        "consents.erased": AuditWord(_("Consent entries erased"), address=_ledger, says=_erased),
        "consents.exported": AuditWord(_("Proof of consent downloaded"), says=_number),
        "consents.evidence_read": AuditWord(_("Evidence of a consent downloaded"), says=_nothing),
        "consents.wording_saved": AuditWord(_("Wording of consent saved"), says=_version),
        "complaint.recorded": AuditWord(_("Complaint recorded"), says=_number),
    }


def _ledger(slug: str, entry: AuditEntry) -> str:
    """The page of the ledger on which this link is the first."""
    return f"{reverse('consents:ledger', args=[slug])}?below={int(entry.details['last']) + 1}"


def _entries(entry: AuditEntry) -> str:
    details = entry.details
    words = gettext("no. %(first)s to %(last)s: %(granted)s granted, %(withdrawn)s withdrawn") % {
        name: f"{int(details[name]):,}" for name in ("first", "last", "granted", "withdrawn")
    }
    return f"{words} · {_head(entry)}"


def _head(entry: AuditEntry) -> str:
    return gettext("head %(last)s: %(hash)s") % {
        "last": f"{int(entry.details['last']):,}",
        "hash": entry.details["head"],
    }


def _erased(entry: AuditEntry) -> str:
    return f"{int(entry.details['entries']):,} · {_head(entry)}"


def _number(entry: AuditEntry) -> str:
    return str(entry.details.get("phone", ""))


def _version(entry: AuditEntry) -> str:
    return gettext("Version %(version)s") % {"version": entry.details["version"]}


def _nothing(entry: AuditEntry) -> str:
    return ""
