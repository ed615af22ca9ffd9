"""What the audit log says of changed settings of sending."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry
from messaging.domain.preflight.checks import CHECKS
from messaging.models import PreflightLevel, SendingSettings

_NAMES: dict[str, Promise] = {
    "body_limit": gettext_lazy("Longest text"),
    "asks_before_sending": gettext_lazy("extra question"),
    "introduction": gettext_lazy("Introduction"),
    "introduction_text": gettext_lazy("text of the introduction"),
    "track_links": gettext_lazy("count clicks"),
    "unique_links": gettext_lazy("a link of their own for each recipient"),
    "link_days": gettext_lazy("days until a link ends"),
}
_TITLES = {f"level:{check.code}": check.title for check in CHECKS}


def changed_choices(entry: AuditEntry) -> str:
    """Each thing with what it was and what it is; of a text only that it changed."""
    changed, said = entry.details.get("changed", {}), []
    for name, title in (_NAMES | _TITLES).items():
        if name not in changed:
            continue
        change = changed[name]
        if change is None:
            said.append(str(title))
        else:
            old, new = (_value(name, value) for value in change)
            said.append(_("%(title)s: %(old)s → %(new)s") % {"title": title, "old": old, "new": new})
    return "; ".join(said)


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "introduction":
        return str(dict(SendingSettings.Introduction.choices).get(str(value), value))
    if name.startswith("level:"):
        return str(dict(PreflightLevel.Level.choices).get(str(value), value))
    return str(value)
