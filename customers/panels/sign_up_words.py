"""What the audit log calls what was done with the sign-up page and with codes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words
from customers.models import ConsentPurpose


def add_words() -> None:
    add_audit_words(
        "sign_up",
        _("Sign-up page"),
        {
            "sign_up_page.changed": AuditWord(_("Sign-up page changed"), address=_page, says=_versions),
            "sign_up_page.opened": AuditWord(_("Sign-up page opened"), address=_page, says=_nothing),
            "sign_up_page.closed": AuditWord(_("Sign-up page closed"), address=_page, says=_nothing),
            "number_check.made": AuditWord(_("Code sent to a number"), says=_phone),
            "number.confirmed": AuditWord(_("Number confirmed"), address=_customer, says=_phone),
            "sign_up.completed": AuditWord(_("Signed up on the page"), says=_purposes),
        },
    )


def _page(slug: str, entry: AuditEntry) -> str:
    return reverse("sign_up:page", args=[slug])


def _customer(slug: str, entry: AuditEntry) -> str:
    return reverse("customers:page", args=[slug, entry.object_id])


def _versions(entry: AuditEntry) -> str:
    return ", ".join(f"{language} {version}" for language, version in entry.details["versions"].items())


def _phone(entry: AuditEntry) -> str:
    """As it stands in the log, where no number is whole."""
    return str(entry.details["phone"])


def _purposes(entry: AuditEntry) -> str:
    purposes = ", ".join(str(ConsentPurpose(purpose).label) for purpose in entry.details["purposes"])
    return f"{_phone(entry)} · {purposes}"


def _nothing(entry: AuditEntry) -> str:
    return ""
