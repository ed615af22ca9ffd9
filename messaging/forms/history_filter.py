"""The filter above the history. All of it stands in the address, so that a view of the history can be shared."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from messaging.models import Purpose
from messaging.queries.authors import authors_to_choose
from messaging.queries.history import HistoryFilter
from messaging.queries.people import MOST_PEOPLE, People, people_meant
from messaging.queries.periods import day_start
from messaging.queries.state_groups import StateGroup

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


class HistoryFilterForm(forms.Form):
    """Bound to the address's query. `wanted` after a successful validation."""

    q = forms.CharField(
        label=_("Customer or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", _("All results")), *StateGroup.choices]
    )
    since = _day(_("From (day)"))
    until = _day(_("Until (day)"))
    purpose = forms.ChoiceField(
        label=_("Purpose"), required=False, choices=[("", _("All purposes")), *Purpose.choices]
    )
    sender = forms.TypedChoiceField(label=_("Sender"), required=False, coerce=int, empty_value=None)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # One send: everybody who was to get it.
    dispatch = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["sender"].choices = [  # type: ignore[attr-defined]
            ("", _("Everybody")),
            *((author.pk, str(author.user)) for author in authors_to_choose(membership)),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first one."))
        cleaned["people"] = people_meant(self.membership, cleaned.get("q", ""))
        if cleaned["people"].too_many:
            self.add_error(
                "q",
                _("More than %(most)s customers fit. Please type more of the name or the number.")
                % {"most": MOST_PEOPLE},
            )
        return cleaned

    @property
    def wanted(self) -> HistoryFilter:
        cleaned, store = self.cleaned_data, self.membership.store
        people: People = cleaned["people"]
        customer_ids = people.customer_ids
        if cleaned["customer"] is not None:
            chosen = {cleaned["customer"]}
            customer_ids = tuple(chosen if customer_ids is None else chosen.intersection(customer_ids))
        return HistoryFilter(
            group=StateGroup(cleaned["state"]) if cleaned["state"] else None,
            purpose=Purpose(cleaned["purpose"]) if cleaned["purpose"] else None,
            author_id=cleaned["sender"],
            since=day_start(store, cleaned["since"]) if cleaned["since"] else None,
            until=day_start(store, cleaned["until"] + timedelta(days=1)) if cleaned["until"] else None,
            phone=people.phone,
            customer_ids=customer_ids,
            message_ids=people.message_ids if cleaned["customer"] is None else (),
            dispatch_id=cleaned["dispatch"],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything at all is asked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def narrows_further(self) -> bool:
        """Whether any of the rarer conditions is asked for, or refused."""
        rarer = ("since", "until", "purpose", "sender")
        return any(self.data.get(name) or name in self.errors for name in rarer)
