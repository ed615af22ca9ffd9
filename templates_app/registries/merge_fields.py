"""Merge fields: what `[[ ]]` in a text may name, and where the values come from.

Each app adds its own when it starts (AppConfig.ready): the templates' own app those of shops, customers, what is looked
after for them, and appointments; messaging what only a send knows (its link, the opt-out page).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise

from accounts.models import Store

Words = str | Promise


@dataclass(frozen=True, slots=True)
class MergeField:
    """`key`: the canonical name, Japanese, as a picker inserts it between the brackets and as values are kept by.

    `names`: other names that are read too; width, case and blanks do not matter. `group` and `label` are for people,
    `example` is a typical value by language ("ja", "en").
    """

    key: str
    label: Words
    group: Words
    example: Mapping[str, str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a text is for, and what it is about; ids of the store in scope.

    name: as typed beside a number, for somebody without record, or another person of the household than the record
    names: then no value of the record is used. language: of the text ("ja", "en"); empty: the customer's.
    asset_id, appointment_id, due_kind_id: what the text is about; without them, what can only be meant.
    given: values by field that the sender brings along; they go before all others.
    """

    customer_id: int | None = None
    name: str = ""
    asset_id: int | None = None
    appointment_id: int | None = None
    due_kind_id: int | None = None
    language: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


class Person(NamedTuple):
    """What the record of a customer says of them; not frozen into a dataclass, since a million are read."""

    id: int
    name: str
    kana: str
    company_name: str
    number: str
    language: str


# Not frozen: a million are made, and freezing doubles what that takes.
@dataclass(slots=True)
class Settled:
    """A subject as it is filled: what cannot be meant is taken away (queries/values.py).

    person: None for somebody without record, and where the typed name is somebody else's than the record's; then there
    is no asset and no appointment either, since those are that customer's. language is never empty.
    """

    person: Person | None
    name: str
    asset_id: int | None
    appointment_id: int | None
    due_kind_id: int | None
    language: str

    @property
    def customer_id(self) -> int | None:
        return self.person.id if self.person else None


# fill(store, keys, subjects, into): puts into `into[i]` what subject i has for these keys, by key; what it has not is
# left out. A constant number of queries, however many subjects.
Filler = Callable[[Store, Collection[str], Sequence[Settled], Sequence[dict[str, str]]], None]


@dataclass(frozen=True, slots=True)
class FieldSource:
    """`fields(store)`: what it offers now, in order, words in the language of the page. At most a query or two.

    `fill`: None where the values come along with the send (Subject.given).
    """

    slug: str
    position: int
    fields: Callable[[Store], Sequence[MergeField]]
    fill: Filler | None = None


_sources: dict[str, FieldSource] = {}


def add_field_source(source: FieldSource) -> None:
    """Raises ValueError when two apps take the same slug."""
    if _sources.get(source.slug, source) != source:
        raise ValueError(f"{source.slug} gives merge fields already.")
    _sources[source.slug] = source


def field_sources() -> list[FieldSource]:
    """In order of position: of two fields of one name the earlier one counts."""
    return sorted(_sources.values(), key=lambda source: source.position)
