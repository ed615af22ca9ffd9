"""What the audit log calls the actions of stores, people and programs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, Role, Scope
from accounts.registries.audit_words import AuditWord, add_audit_words


def add_words() -> None:
    add_audit_words(
        "store",
        _("Store and people"),
        {
            "store.opened": AuditWord(_("Store opened"), says=lambda entry: _told(entry, "slug")),
            "membership.added": AuditWord(_("Person added"), says=_role),
            "token.issued": AuditWord(_("API token made"), address=_tokens, says=_token),
            "token.revoked": AuditWord(
                _("API token revoked"), address=_tokens, says=lambda entry: f"sms_{_told(entry, 'prefix')}_…"
            ),
        },
    )


def _told(entry: AuditEntry, name: str) -> str:
    told: Any = entry.details.get(name, "")
    return str(told)


def _role(entry: AuditEntry) -> str:
    role = _told(entry, "role")
    return str(Role(role).label) if role in Role.values else role


def _token(entry: AuditEntry) -> str:
    scopes = entry.details.get("scopes", [])
    labels = [str(Scope(scope).label) if scope in Scope.values else str(scope) for scope in scopes]
    return f"{_told(entry, 'name')} (sms_{_told(entry, 'prefix')}_…): {', '.join(labels)}"


def _tokens(slug: str, entry: AuditEntry) -> str:
    return reverse("accounts:tokens", args=[slug])
