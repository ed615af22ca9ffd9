"""Who looks after the customer."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from accounts.models import Store
from customers.models import Appointment, Customer
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_STAFF = "担当者"


def _fields(store: Store) -> list[MergeField]:
    return [
        MergeField(
            _STAFF,
            _("staff in charge"),
            _("Customer"),
            {"ja": "佐藤", "en": "Sato"},
            ("担当者名", "担当", "staff"),
        )
    ]


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    """Of the appointment that the text is about, else of the customer. By their name, never their e-mail address."""
    customers = {subject.customer_id for subject in subjects if subject.customer_id is not None}
    appointments = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    of_customer: dict[int | None, str] = {}
    of_appointment: dict[int | None, str] = {}
    if customers:
        of_customer = dict(
            Customer.objects.filter(pk__in=customers, staff__isnull=False).values_list(
                "id", "staff__user__name"
            )
        )
    if appointments:
        of_appointment = dict(
            Appointment.objects.filter(pk__in=appointments, staff__isnull=False).values_list(
                "id", "staff__user__name"
            )
        )
    for subject, values in zip(subjects, into, strict=True):
        name = of_appointment.get(subject.appointment_id) or of_customer.get(subject.customer_id)
        if name:
            values[_STAFF] = name


SOURCE = FieldSource("staff", 25, _fields, _fill)
