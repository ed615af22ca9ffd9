"""A moment as people type it: the store's own clock, to the minute."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_FORM = "%Y-%m-%dT%H:%M"


class StoreMomentField(forms.Field):
    """Cleaned to an aware datetime, or None. `zone` is the store's; set it when the form is made.

    What does not exist there (an hour skipped in spring) is what the clock showed an hour later.
    """

    widget = forms.DateTimeInput
    default_error_messages = {"invalid": _("Enter a day and a time like 2026-11-23 15:00.")}
    zone: ZoneInfo

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format=_FORM, attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)
        self.zone = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            read = datetime.fromisoformat(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if read.tzinfo is not None or not 2000 <= read.year <= 2199:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return read.replace(tzinfo=self.zone)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value


class SaidAtField(StoreMomentField):
    """When somebody said something: it has been by now. The minute that it is now is this very moment, so that what is
    said after something else also counts after it.
    """

    default_error_messages = {"future": _("This time has not come yet.")}

    def to_python(self, value: Any) -> datetime | None:
        read, now = super().to_python(value), timezone.now()
        if read is None:
            return None
        if read > now:
            raise forms.ValidationError(self.error_messages["future"], code="future")
        return now if now - read < timedelta(minutes=1) else read
