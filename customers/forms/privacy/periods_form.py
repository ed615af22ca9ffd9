"""How long a store keeps what: a figure and its unit for each kind; no figure keeps."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.queries.privacy.periods import Periods
from customers.registries.personal_data import RetentionKind, retention_kinds

DAYS, MONTHS, YEARS = 1, 30, 365
_UNITS = [(DAYS, gettext_lazy("days")), (MONTHS, gettext_lazy("months")), (YEARS, gettext_lazy("years"))]
_LONGEST = 100 * YEARS


class PeriodsForm(forms.Form):
    """Two fields a kind: `{slug}` (how many) and `{slug}_unit`."""

    def __init__(self, data: QueryDict | None, *, kept: Periods) -> None:
        super().__init__(data)
        for kind in retention_kinds():
            days = kept[kind.slug]
            unit = _unit_of(days)
            self.fields[kind.slug] = forms.IntegerField(
                label=str(kind.label),
                required=False,
                min_value=1,
                initial=None if days is None else days // unit,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"{kind.slug}_unit"] = forms.TypedChoiceField(
                label=_("Unit"), choices=_UNITS, coerce=int, initial=unit
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each kind with its two fields, for the template."""
        return [
            {
                "kind": kind,
                "figure": self[kind.slug],
                "unit": self[f"{kind.slug}_unit"],
                "default": period_words(kind.default_days),
                "least": period_words(kind.least_days),
            }
            for kind in retention_kinds()
        ]

    @property
    def periods(self) -> dict[str, int | None]:
        """Days by kind, of a valid form."""
        return {kind.slug: self._days(kind) for kind in retention_kinds()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        for kind in retention_kinds():
            days = self._days(kind)
            if days is not None and days < kind.least_days:
                self.add_error(
                    kind.slug, _("At least %(period)s, please.") % {"period": period_words(kind.least_days)}
                )
            elif days is not None and days > _LONGEST:
                self.add_error(kind.slug, _("At most 100 years, please; leave it empty to keep for ever."))
        return self.cleaned_data

    def _days(self, kind: RetentionKind) -> int | None:
        figure = self.cleaned_data.get(kind.slug)
        unit = self.cleaned_data.get(f"{kind.slug}_unit")
        return None if figure is None or unit is None else int(figure) * int(unit)


def period_words(days: int | None) -> str:
    """`3 years`, `30 days`, `kept until deleted`."""
    if days is None:
        return _("kept until deleted")
    unit = _unit_of(days)
    if unit == YEARS:
        return ngettext("%(count)s year", "%(count)s years", days // unit) % {"count": days // unit}
    if unit == MONTHS and days != MONTHS:
        return ngettext("%(count)s month", "%(count)s months", days // unit) % {"count": days // unit}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _unit_of(days: int | None) -> int:
    if days is None or days % YEARS == 0:
        return YEARS
    return MONTHS if days % MONTHS == 0 and days != MONTHS else DAYS
