"""What stands for each merge field, for many people at once."""

from collections.abc import Collection, Mapping, Sequence

from accounts.models import Store
from templates_app.merge import folded
from templates_app.queries.fields import catalogue_of, with_own
from templates_app.queries.subjects import settled_subjects
from templates_app.registries.merge_fields import Subject

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
        settled = settled_subjects(store, subjects)
        for fill, keys in wanted:
            if keys:
                fill(store, keys, settled, found)
        found = [_on_one_line(values) for values in found]
    _put_given(found, subjects, with_own(catalogue.keys, fields))
    return found


def _on_one_line(values: dict[str, str]) -> dict[str, str]:
    """What a record has broken over lines would break the text's own."""
    # Rarely false, and much faster than to translate every value.
    if "".join(values.values()).isprintable():
        return values
    return {field: line for field, value in values.items() if (line := _line(value))}


def _line(value: str) -> str:
    return value.translate(_BREAKS).strip(_BLANKS)


def _put_given(found: Sequence[dict[str, str]], subjects: Sequence[Subject], keys: Mapping[str, str]) -> None:
    """What the sender brings along goes before what records say, also where it is empty. Of a name that no text uses
    nothing comes.
    """
    known: dict[str, str | None] = {}
    for subject, values in zip(subjects, found, strict=True):
        for name, value in subject.given.items():
            if name not in known:
                known[name] = keys.get(folded(name))
            key = known[name]
            if key is None:
                continue
            if line := _line(value):
                values[key] = line
            else:
                values.pop(key, None)
