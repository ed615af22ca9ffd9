"""Who looks after the customer."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_STAFF = "担当者"
_NAMES = """
SELECT looked_after.id, person.name FROM {table} AS looked_after
JOIN accounts_membership AS member ON member.store_id = looked_after.store_id AND member.id = looked_after.staff_id
JOIN accounts_user AS person ON person.id = member.user_id
WHERE looked_after.store_id = %s AND looked_after.id = ANY(%s)
"""


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
    customers = {subject.customer_id for subject in subjects if subject.person}
    appointments = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    of_customer = _names("customers_customer", store, customers)
    of_appointment = _names("customers_appointment", store, appointments)
    for subject, values in zip(subjects, into, strict=True):
        name = of_appointment.get(subject.appointment_id) or of_customer.get(subject.customer_id)
        if name:
            values[_STAFF] = name


def _names(table: str, store: Store, ids: Collection[int | None]) -> dict[int | None, str]:
    return dict(rows_of(_NAMES.format(table=table), [store.pk, sorted(filter(None, ids))])) if ids else {}


SOURCE = FieldSource("staff", 25, _fields, _fill)
