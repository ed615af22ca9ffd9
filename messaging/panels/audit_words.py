"""What the audit log calls what was done with messages and lines."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry
from accounts.registries.audit_words import AuditWord, add_audit_words
from messaging.panels.choice_words import changed_choices


def add_words() -> None:
    add_audit_words(
        "messages",
        _("Messages"),
        {
            "dispatch.planned": AuditWord(_("Messages sent or scheduled"), address=_dispatch),
            "dispatch.cancelled": AuditWord(_("Send taken back"), address=_dispatch, says=_stopped),
            "message.cancelled": AuditWord(_("Message taken back"), address=_message),
            "messages.decided": AuditWord(_("Unclear messages decided")),
            "draft.saved": AuditWord(_("Draft saved")),
            "draft.deleted": AuditWord(_("Draft deleted")),
            "test_number.proved": AuditWord(_("Own test number proved"), says=_number),
            "test_number.removed": AuditWord(_("Own test number removed"), says=_number),
            "messages.exported": AuditWord(_("Send history exported")),
            "gateway.granted": AuditWord(
                _("Line opened for the store"), says=lambda entry: str(entry.details.get("account", ""))
            ),
            "sending_settings.changed": AuditWord(
                _("Settings of sending changed"), address=_sending, says=changed_choices
            ),
            "prices.set": AuditWord(_("Prices set"), address=_prices, says=_priced),
            "prices.withdrawn": AuditWord(_("Prices taken back"), address=_prices, says=_priced),
        },
    )


def _sending(slug: str, entry: AuditEntry) -> str:
    return reverse("sending:settings", args=[slug])


def _dispatch(slug: str, entry: AuditEntry) -> str:
    return f"{reverse('messages:history', args=[slug])}?dispatch={entry.object_id}"


def _message(slug: str, entry: AuditEntry) -> str:
    return reverse("messages:detail", args=[slug, entry.object_id])


def _stopped(entry: AuditEntry) -> str:
    count = int(entry.details.get("messages", 0))
    return ngettext("%(count)s message", "%(count)s messages", count) % {"count": f"{count:,}"}


def _number(entry: AuditEntry) -> str:
    return str(entry.details.get("phone", ""))


def _prices(slug: str, entry: AuditEntry) -> str:
    return reverse("sending:prices", args=[slug])


def _priced(entry: AuditEntry) -> str:
    """Whose prices, from when; and by whom, where it was done in another store of the company."""
    told = [
        str(entry.details[name]) for name in ("account", "valid_from", "store", "by") if name in entry.details
    ]
    return " · ".join(told)
