"""An appointment as a form: parses what was typed; what holds for an appointment is customers.domain's matter."""

from datetime import datetime
from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import Membership
from customers.domain.appointments.save_appointment import AppointmentValues
from customers.domain.appointments.starts import NoSuchTime, moment_of
from customers.models import Appointment, Customer
from customers.queries.appointments.choices import assets_to_choose
from customers.queries.staff import staff_to_choose

_PLAIN = ("title", "minutes", "place", "meeting_url", "meeting_id", "passcode", "notes")
_REMINDERS = (1, 2, 3, 6, 12, 24, 48, 72, 168)
# Where the form calls otherwise what the domain refuses.
_FIELDS = {"starts_at": "day"}


class AppointmentForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(
        label=pgettext_lazy("appointment", "Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=1440)
    title = forms.CharField(
        label=_("About"),
        max_length=100,
        required=False,
        help_text=_("The customer reads it, if you send it."),
    )
    asset = forms.ChoiceField(label=_("Asset"), required=False)
    staff = forms.ChoiceField(label=_("Staff in charge"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    meeting_url = forms.CharField(
        label=_("Meeting URL"),
        max_length=500,
        required=False,
        widget=forms.URLInput(),
        help_text=_("For a meeting online; begins with https://."),
    )
    meeting_id = forms.CharField(label=_("Meeting ID"), max_length=60, required=False)
    passcode = forms.CharField(label=_("Passcode"), max_length=60, required=False)
    remind_hours = forms.TypedChoiceField(
        label=_("Reminder by SMS"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Goes out by itself, to customers whose SMS flag is on. Where its time has passed already, it goes out "
            "within a minute."
        ),
    )
    notes = forms.CharField(
        label=_("Notes"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For colleagues only; never sent."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        membership: Membership,
        customer: Customer,
        appointment: Appointment | None = None,
        day: str = "",
    ) -> None:
        super().__init__(data, initial=_initial(membership, customer, appointment, day))
        self._zone = membership.store.zone
        current = appointment.staff_id if appointment else customer.staff_id
        self._staff = {str(one.pk): one for one in staff_to_choose(membership, current_id=current)}
        asset_id = appointment.asset_id if appointment else None
        self._assets = {
            str(one.pk): one for one in assets_to_choose(membership, customer, current_id=asset_id)
        }
        self._choices("staff", [(pk, str(one.user)) for pk, one in self._staff.items()])
        self._choices("asset", [(pk, " ".join([one.label, one.number])) for pk, one in self._assets.items()])
        hours = set(_REMINDERS)
        if appointment is not None and appointment.remind_hours is not None:
            hours.add(appointment.remind_hours)
        self._choices("remind_hours", [(str(one), hours_before(one)) for one in sorted(hours)])
        self._starts_at: datetime | None = None

    @property
    def values(self) -> AppointmentValues:
        """What was typed in a valid form, for save_appointment."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {name: cleaned[name] for name in (*_PLAIN, "remind_hours")}
        values["starts_at"] = self._starts_at
        values["staff"] = self._staff.get(cleaned["staff"])
        values["asset"] = self._assets.get(cleaned["asset"])
        return cast(AppointmentValues, values)

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its fields."""
        for field, errors in refused.error_dict.items():
            name = _FIELDS.get(field, field)
            self.add_error(name if name in self.fields else None, errors)

    def clean(self) -> dict[str, Any]:
        day, at = self.cleaned_data.get("day"), self.cleaned_data.get("at")
        if day and at:
            try:
                self._starts_at = moment_of(day, at, self._zone)
            except NoSuchTime:
                self.add_error(
                    "at",
                    _(
                        "This time does not exist on that day: the clocks are put forward. Choose another one."
                    ),
                )
            except OverflowError:
                self.add_error("day", _("This day cannot be reckoned with."))
        return self.cleaned_data

    def clean_notes(self) -> str:
        # Browsers send CR LF.
        notes: str = self.cleaned_data["notes"]
        return notes.replace("\r\n", "\n")

    def clean_meeting_url(self) -> str:
        return normalize("NFKC", self.cleaned_data["meeting_url"]).strip()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        nothing = {"staff": _("Nobody"), "asset": _("None"), "remind_hours": _("No reminder")}[name]
        cast(forms.ChoiceField, self.fields[name]).choices = [("", nothing), *choices]


def hours_before(hours: int) -> str:
    """`3 hours before`, `2 days before`."""
    if hours >= 24 and hours % 24 == 0:
        days = hours // 24
        return ngettext("%(count)s day before", "%(count)s days before", days) % {"count": days}
    return ngettext("%(count)s hour before", "%(count)s hours before", hours) % {"count": hours}


def _initial(
    membership: Membership, customer: Customer, appointment: Appointment | None, day: str
) -> dict[str, Any]:
    if appointment is None:
        staff = customer.staff_id or ""
        return {"day": day, "minutes": 60, "staff": str(staff), "remind_hours": ""}
    starts = appointment.starts_at.astimezone(membership.store.zone)
    initial: dict[str, Any] = {name: getattr(appointment, name) for name in _PLAIN}
    initial |= {
        "day": starts.date(),
        "at": starts.time(),
        "remind_hours": str(appointment.remind_hours or ""),
    }
    return initial | {"staff": str(appointment.staff_id or ""), "asset": str(appointment.asset_id or "")}
