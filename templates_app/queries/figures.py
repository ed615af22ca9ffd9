"""What a text comes to for real customers: the shortest, a typical and the longest one (mission.md C3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Actor, Permission
from customers.models import Customer
from templates_app.merge import Compiled, Merged, Span
from templates_app.queries.fields import Catalogue, catalogue_of
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject

# Enough to meet long names; a store of a million customers is not read for it.
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as somebody would get it; `name`: of that customer, empty for made-up values."""

    text: str
    spans: tuple[Span, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Samples:
    """Of `looked_at` customers `lacking` could not get it for want of a value; where nobody could, all are made up.

    A text that is the same for everybody was looked at for nobody, and none is for who may not see customers.
    """

    shortest: Sample
    typical: Sample
    longest: Sample
    looked_at: int
    lacking: int


def samples_of(actor: Actor, compiled: Compiled, language: str) -> Samples:
    """By length of the text, for the newest customers of this language. A constant number of queries.

    Fields that only a send fills (its link, the opt-out page) have typical values.
    """
    store = actor.store
    catalogue = catalogue_of(store)
    made_up = {field.key: field.example[language] for field in catalogue.fields}
    customers: list[Customer] = []
    # It names them, and says what their records hold.
    if compiled.fields and actor.may(Permission.CUSTOMERS_VIEW):
        customers = list(Customer.objects.filter(language=language).order_by("-id")[:LOOKED_AT])
    given = _given(catalogue, made_up)
    subjects = [Subject(customer_id=customer.pk, language=language, given=given) for customer in customers]
    values = values_for(store=store, fields=compiled.fields, subjects=subjects)
    merged = [(compiled.render(one), str(customer)) for one, customer in zip(values, customers, strict=True)]
    whole = [(one, name) for one, name in merged if not one.missing]
    ordered = _by_length(whole or [(compiled.render(made_up), "")])
    return Samples(
        shortest=_sample(*ordered[0]),
        typical=_sample(*ordered[len(ordered) // 2]),
        longest=_sample(*ordered[-1]),
        looked_at=len(merged),
        lacking=len(merged) - len(whole),
    )


def _given(catalogue: Catalogue, made_up: dict[str, str]) -> dict[str, str]:
    """Typical values of what no record has."""
    filled = {key for _, keys in catalogue.fillers for key in keys}
    return {key: value for key, value in made_up.items() if key not in filled}


def _by_length(texts: Sequence[tuple[Merged, str]]) -> list[tuple[Merged, str]]:
    return sorted(texts, key=lambda entry: len(entry[0].text))


def _sample(merged: Merged, name: str) -> Sample:
    return Sample(merged.text, merged.spans, name)
