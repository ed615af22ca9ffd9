"""What narrows the audit log; all of it stands in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.queries.audit import AuditSought, audit_actors
from accounts.registries.audit_words import actions_of, audit_groups

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(_FIRST_DAY), MaxValueValidator(_LAST_DAY)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Please enter the day like 2026-11-23.")},
    )


class AuditForm(forms.Form):
    """Bound to the address's query; `sought` after a successful validation."""

    group = forms.ChoiceField(label=_("What was done"), required=False)
    by = forms.ChoiceField(label=_("By whom"), required=False)
    since = _day(_("From (day)"))
    until = _day(_("Until (day)"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = membership.store.zone
        group, by = (cast(forms.ChoiceField, self.fields[name]) for name in ("group", "by"))
        group.choices = [("", _("Everything")), *audit_groups()]
        by.choices = [("", _("Everybody")), *audit_actors(membership)]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first one."))
        return cleaned

    @property
    def sought(self) -> AuditSought:
        cleaned = self.cleaned_data
        group, until = cleaned["group"], cleaned["until"]
        return AuditSought(
            actions=actions_of(group) if group else None,
            by=cleaned["by"],
            since=self._midnight(cleaned["since"]),
            until=self._midnight(until + timedelta(days=1) if until else None),
        )

    @property
    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def _midnight(self, day: date | None) -> datetime | None:
        """The day's beginning in the store's zone."""
        return datetime.combine(day, time.min, self._zone) if day else None
