"""The merge fields that a store's texts may name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accounts.models import Store
from templates_app.merge import folded
from templates_app.registries.merge_fields import Filler, MergeField, Words, field_sources


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field for a picker. `name` is what stands between the brackets; `example` a typical value by language."""

    name: str
    label: Words
    group: Words
    example: Mapping[str, str]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`keys`: folded name > key, for every way of naming a field. `fillers`: who fills which keys, in order."""

    fields: tuple[MergeField, ...]
    keys: Mapping[str, str]
    fillers: tuple[tuple[Filler, frozenset[str]], ...]


def catalogue_of(store: Store) -> Catalogue:
    """Every field of the store, in the order of its sources; of two of one name the first. A few queries.

    A field's own name goes before another's further names: a shop may call a kind of asset "name".
    """
    fields: dict[str, MergeField] = {}
    fillers = []
    for source in field_sources():
        own: dict[str, MergeField] = {}
        for field in source.fields(store):
            if field.key not in fields:
                own.setdefault(field.key, field)
        fields |= own
        if source.fill is not None:
            fillers.append((source.fill, frozenset(own)))
    keys: dict[str, str] = {}
    for field in fields.values():
        keys.setdefault(folded(field.key), field.key)
    for field in fields.values():
        for name in field.names:
            keys.setdefault(folded(name), field.key)
    return Catalogue(tuple(fields.values()), keys, tuple(fillers))


def fields_of(store: Store) -> list[ShownField]:
    """For pickers and the API, in order, each once."""
    return [
        ShownField(field.key, field.label, field.group, field.example, field.names)
        for field in catalogue_of(store).fields
    ]


def names_of(store: Store) -> dict[str, str]:
    """Folded name > key, as static/js/merge.js takes it."""
    return dict(catalogue_of(store).keys)


def with_own(keys: Mapping[str, str], own_names: Collection[str]) -> dict[str, str]:
    """The names, and beside them those of values that a send brings along."""
    return {folded(name): name for name in reversed(list(own_names)) if folded(name)} | dict(keys)
