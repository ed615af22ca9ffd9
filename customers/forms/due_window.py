"""Which part of a due list is asked for: what the address says, as days."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.criteria.due_window import DueWindow, month_after, month_before, month_of

_MONTH = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
DEFAULT_SPAN = "this_month"
SPANS: dict[str, Promise] = {
    "overdue": _("Overdue"),
    "this_month": _("This month"),
    "next_month": _("Next month"),
    "30": _("Within 30 days"),
    "60": _("Within 60 days"),
    "90": _("Within 90 days"),
}


class DueWindowForm(forms.Form):
    """`month` goes before `since` and `until`, these before `span`; without any it is this month."""

    span = forms.ChoiceField(choices=list(SPANS.items()), required=False)
    month = forms.CharField(
        label=_("Month"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"}),
    )
    since = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("last day", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean_month(self) -> date | None:
        typed: str = self.cleaned_data["month"]
        if not typed:
            return None
        found = _MONTH.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(_("A month looks like 2026-11."))
        return date(int(found[1]), int(found[2]), 1)

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return self.cleaned_data

    @property
    def chosen(self) -> str:
        """`month`, `range`, or one of SPANS."""
        if self.cleaned_data.get("month"):
            return "month"
        if self.cleaned_data.get("since") or self.cleaned_data.get("until"):
            return "range"
        return str(self.cleaned_data.get("span") or DEFAULT_SPAN)

    def window(self, kind_id: int) -> DueWindow:
        """Of a valid form."""
        return DueWindow(kind_id, *self._ends())

    @property
    def shown_month(self) -> date:
        """The first day of the month that the picker shows."""
        since = self._ends()[0] if self.is_valid() else None
        return (since or self._today).replace(day=1)

    @property
    def months_beside(self) -> tuple[str, str]:
        """The month before and the one after the shown one, as addresses write them."""
        return f"{month_before(self.shown_month):%Y-%m}", f"{month_after(self.shown_month):%Y-%m}"

    def _ends(self) -> tuple[date | None, date | None]:
        chosen, today = self.chosen, self._today
        if chosen == "month":
            return month_of(self.cleaned_data["month"])
        if chosen == "range":
            return self.cleaned_data["since"], self.cleaned_data["until"]
        if chosen == "overdue":
            return None, today - timedelta(days=1)
        if chosen == "this_month":
            return month_of(today)
        if chosen == "next_month":
            return month_of(month_after(today))
        return today, today + timedelta(days=int(chosen))
