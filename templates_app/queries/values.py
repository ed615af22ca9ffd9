"""What stands for each merge field, for many people at once."""

from collections.abc import Collection, Mapping, Sequence

from accounts.models import Store
from customers.models import Appointment, Customer
from customers.text_search import folded as folded_name
from templates_app.merge import folded
from templates_app.merge.names import without_honorific
from templates_app.queries.fields import catalogue_of, with_own
from templates_app.registries.merge_fields import Settled, Subject

# As parsing takes them off: the ideographic space too.
_BLANKS = " \u00a0\u3000"
_BREAKS = str.maketrans("\r\n\t\x0b\x0c\u2028\u2029", "       ")


def values_for(*, store: Store, fields: Collection[str], subjects: Sequence[Subject]) -> list[dict[str, str]]:
    """By field (Compiled.fields), for each subject in order; what is not known is left out, the rest is never empty.

    A constant number of queries, however many subjects. Dates and times are in the store's zone and the subject's
    language. A value stands on one line and without blanks at its ends. There may be more in it than was asked for.
    """
    found: list[dict[str, str]] = [{} for _ in subjects]
    if not fields or not subjects:
        return found
    catalogue = catalogue_of(store)
    wanted = [(fill, own & set(fields)) for fill, own in catalogue.fillers]
    if any(keys for _, keys in wanted):
        settled = _settled(subjects)
        for fill, keys in wanted:
            if keys:
                fill(store, keys, settled, found)
    _put_given(found, subjects, with_own(catalogue.keys, fields))
    return [_tidy(values) for values in found]


def _tidy(values: Mapping[str, str]) -> dict[str, str]:
    """On one line each: what a record or a program has broken over lines would break the text's own."""
    tidied = {}
    for field, value in values.items():
        # Rarely true, and much faster than to translate every value.
        if not value.isprintable() or value[:1] == " " or value[-1:] == " ":
            value = value.translate(_BREAKS).strip(_BLANKS)
        if value:
            tidied[field] = value
    return tidied


def _put_given(found: Sequence[dict[str, str]], subjects: Sequence[Subject], keys: Mapping[str, str]) -> None:
    """What the sender brings along goes before what records say. Of a name that no text uses nothing comes."""
    known: dict[str, str | None] = {}
    for subject, values in zip(subjects, found, strict=True):
        for name, value in subject.given.items():
            if name not in known:
                known[name] = keys.get(folded(name))
            if key := known[name]:
                values[key] = value


def _settled(subjects: Sequence[Subject]) -> list[Settled]:
    """What can be meant by each subject. Up to three queries."""
    appointments = _appointments(subjects)
    people = _people(subjects)
    strangers = _strangers(subjects, people)
    settled = []
    for subject in subjects:
        person = people.get(subject.customer_id)
        language = subject.language or (person[2] if person else Customer.Language.JA.value)
        if person is None or (subject.customer_id, subject.name) in strangers:
            settled.append(Settled(None, subject.name, None, None, None, language))
            continue
        customer_id, asset_id = appointments.get(subject.appointment_id, (None, None))
        appointment_id = subject.appointment_id if customer_id == subject.customer_id else None
        if subject.asset_id is not None or appointment_id is None:
            asset_id = subject.asset_id
        settled.append(
            Settled(
                subject.customer_id,
                subject.name,
                asset_id,
                appointment_id,
                subject.due_kind_id,
                language,
            )
        )
    return settled


# Display name, company name, language.
_Person = tuple[str, str, str]


def _people(subjects: Sequence[Subject]) -> dict[int | None, _Person]:
    ids = {subject.customer_id for subject in subjects if subject.customer_id is not None}
    if not ids:
        return {}
    rows = Customer.objects.filter(pk__in=ids).values_list("id", "name", "company_name", "language")
    return {customer_id: (name, company, language) for customer_id, name, company, language in rows}


def _strangers(
    subjects: Sequence[Subject], people: Mapping[int | None, _Person]
) -> set[tuple[int | None, str]]:
    """Typed names that are not the record's: somebody else of the household, or a number that changed hands."""
    unsure = {
        (subject.customer_id, subject.name)
        for subject in subjects
        if subject.name and subject.name not in people.get(subject.customer_id, ())[:2]
    }
    ids = {customer_id for customer_id, _ in unsure if customer_id in people}
    if not ids:
        return set()
    known = dict(Customer.objects.filter(pk__in=ids).values_list("id", "search_text"))
    return {
        (customer_id, name)
        for customer_id, name in unsure
        if customer_id in known
        and (part := folded_name(without_honorific(name)))
        and part not in known[customer_id]
    }


def _appointments(subjects: Sequence[Subject]) -> dict[int | None, tuple[int | None, int | None]]:
    """Whose each chosen appointment is, and which asset it is about."""
    ids = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    if not ids:
        return {}
    rows = Appointment.objects.filter(pk__in=ids).values_list("id", "customer_id", "asset_id")
    return {appointment_id: (customer_id, asset_id) for appointment_id, customer_id, asset_id in rows}
