"""Whom texts are for, and what can be meant by what they are about."""

from collections.abc import Mapping, Sequence

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import Customer
from customers.text_search import folded
from templates_app.merge.names import without_honorific
from templates_app.registries.merge_fields import Person, Settled, Subject

_PEOPLE = """
SELECT id, name, kana, company_name, number, language FROM customers_customer
WHERE store_id = %s AND id = ANY(%s)
"""
_SEARCHED = "SELECT id, search_text FROM customers_customer WHERE store_id = %s AND id = ANY(%s)"
_APPOINTMENTS = (
    "SELECT id, customer_id, asset_id FROM customers_appointment WHERE store_id = %s AND id = ANY(%s)"
)

_Appointments = Mapping[int, tuple[int, int | None]]


def settled_subjects(store: Store, subjects: Sequence[Subject]) -> list[Settled]:
    """Each subject, in order, with the person's record and without what cannot be meant. Up to three queries."""
    people = _people(store, subjects)
    strangers = _strangers(store, subjects, people)
    appointments = _appointments(store, subjects)
    return [_settled(subject, people, strangers, appointments) for subject in subjects]


def _settled(
    subject: Subject,
    people: Mapping[int | None, Person],
    strangers: set[tuple[int | None, str]],
    appointments: _Appointments,
) -> Settled:
    person = people.get(subject.customer_id)
    language = subject.language or (person.language if person else Customer.Language.JA.value)
    if person is None or (strangers and (subject.customer_id, subject.name) in strangers):
        return Settled(None, subject.name, None, None, None, language)
    asset_id, appointment_id = subject.asset_id, subject.appointment_id
    if appointment_id is not None:
        customer_id, of_appointment = appointments.get(appointment_id, (None, None))
        if customer_id != person.id:
            appointment_id = None
        elif asset_id is None:
            asset_id = of_appointment
    return Settled(person, subject.name, asset_id, appointment_id, subject.due_kind_id, language)


def _people(store: Store, subjects: Sequence[Subject]) -> dict[int | None, Person]:
    ids = {subject.customer_id for subject in subjects if subject.customer_id is not None}
    rows = rows_of(_PEOPLE, [store.pk, sorted(ids)]) if ids else []
    return {row[0]: Person._make(row) for row in rows}


def _strangers(
    store: Store, subjects: Sequence[Subject], people: Mapping[int | None, Person]
) -> set[tuple[int | None, str]]:
    """Typed names that are not the record's: somebody else of the household, or a number that changed hands."""
    unsure = {
        (subject.customer_id, subject.name)
        for subject in subjects
        if subject.name
        and (person := people.get(subject.customer_id))
        and subject.name not in (person.name, person.company_name)
    }
    if not unsure:
        return set()
    ids = sorted({customer_id for customer_id, _ in unsure if customer_id is not None})
    known = dict(rows_of(_SEARCHED, [store.pk, ids]))
    return {
        (customer_id, name)
        for customer_id, name in unsure
        if (part := folded(without_honorific(name))) and part not in known.get(customer_id, "")
    }


def _appointments(store: Store, subjects: Sequence[Subject]) -> _Appointments:
    """Whose each chosen appointment is, and which asset it is about."""
    ids = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    rows = rows_of(_APPOINTMENTS, [store.pk, sorted(ids)]) if ids else []
    return {appointment_id: (customer_id, asset_id) for appointment_id, customer_id, asset_id in rows}
