"""The JSON of appointments: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Choice, Moment, RowId, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.domain.appointments.save_appointment import LONGEST_REMIND_HOURS
from customers.models import Appointment

_LONGEST_NOTES = 5000


def _length(field: str) -> int:
    return int(getattr(Appointment._meta.get_field(field), "max_length", 0) or 0)


class Whole(serializers.IntegerField):
    """A number, not a word that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        number: int = super().to_internal_value(data)
        return number


class AppointmentQuery(StrictRequest):
    # A word of Python's own.
    vars()["from"] = Moment(required=False, help_text="Only those that start from this time on.")
    to = Moment(required=False, help_text="Only those that start before this time.")
    customer = serializers.RegexField(
        r"^[1-9][0-9]{0,17}$", required=False, help_text="Only this customer's."
    )
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class _AppointmentFields(StrictRequest):
    minutes = Whole(required=False, min_value=5, max_value=1440, help_text="60 where it is left out.")
    title = Text(
        required=False, max_length=_length("title"), help_text="What it is about; the customer may read it."
    )
    asset = RowId(required=False, allow_null=True, help_text="One of the customer's assets.")
    staff = Text(
        required=False,
        allow_null=True,
        max_length=254,
        help_text="The person in charge, by the address with which they sign in.",
    )
    place = Text(required=False, max_length=_length("place"))
    meeting_url = Text(required=False, max_length=_length("meeting_url"), help_text="Begins with https://.")
    meeting_id = Text(required=False, max_length=_length("meeting_id"))
    passcode = Text(required=False, max_length=_length("passcode"))
    notes = Text(required=False, max_length=_LONGEST_NOTES, help_text="For colleagues; never sent.")
    remind_hours = Whole(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=LONGEST_REMIND_HOURS,
        help_text="How many hours before the start a reminder goes out by itself; null: none.",
    )


class AppointmentRequest(_AppointmentFields):
    customer = RowId(help_text="Whose it is: a customer's id.")
    starts_at = Moment(help_text="With its offset.")

    class Meta:
        ref_name = "NewAppointment"


class AppointmentChange(_AppointmentFields):
    """What is left out stays; the customer always does."""

    starts_at = Moment(required=False, help_text="A moved one is reminded of anew.")
    status = Choice(choices=Appointment.Status.choices, required=False)

    class Meta:
        ref_name = "AppointmentChange"


class AppointmentShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    customer = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Appointment.Status.choices)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    asset = serializers.IntegerField(allow_null=True)
    staff = serializers.CharField(allow_null=True, help_text="By their sign-in address.")
    place = serializers.CharField(allow_blank=True)
    meeting_url = serializers.CharField(allow_blank=True)
    meeting_id = serializers.CharField(allow_blank=True)
    passcode = serializers.CharField(allow_blank=True)
    notes = serializers.CharField(allow_blank=True)
    remind_hours = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Appointment"


class AppointmentPageShape(serializers.Serializer[Any]):
    results = AppointmentShape(many=True, help_text="The newest made first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "AppointmentPage"
