"""Bodies made ready for rendering, and what is wrong with them, said in the language of the page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Store
from templates_app.merge import Compiled, ErrorCode, Field, MergeError, Parsed, compiled_of, parsed
from templates_app.merge.names import likely_names
from templates_app.queries.fields import catalogue_of, with_own

UNKNOWN_FIELD = "unknown_field"
HALF_BRACKETS = "half_brackets"
# A program may send any text: nobody reads more, and looking for what was meant takes its time.
MOST_PROBLEMS = 30
_LONGEST_NAMED = 60


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong at a place of a body. Positions are 0-based, in code points. `message` says what to do.

    `name`: the field as it was typed; empty where there is none. `suggestions`: fields that may have been meant, as
    they stand between the brackets; the likeliest first.
    """

    code: str
    start: int
    end: int
    name: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compilation:
    """`compiled` is None where there are problems; the first are told. `hints` keep nothing from being sent."""

    compiled: Compiled | None
    problems: tuple[TextProblem, ...]
    hints: tuple[TextProblem, ...] = ()


def compiled(store: Store, body: str, own_names: Collection[str] = ()) -> Compilation:
    """One body; see compilations."""
    return compilations(store, [body], own_names)[body]


def compilations(
    store: Store, bodies: Collection[str], own_names: Collection[str] = ()
) -> dict[str, Compilation]:
    """Each body made ready, by body. A constant number of queries, however many there are, and none without brackets.

    own_names: of values that come along with the send (a program's fields, an upload's columns); where a field of the
    store is called so too, they are that field's.
    """
    read = {body: parsed(body) for body in bodies}
    keys: dict[str, str] = {}
    if any(one.fields or one.errors or one.half_bracketed for one in read.values()):
        keys = with_own(catalogue_of(store).keys, own_names)
    return {body: _compilation(one, keys) for body, one in read.items()}


def _compilation(body: Parsed, keys: Mapping[str, str]) -> Compilation:
    made, unknown = compiled_of(body, keys)
    places: list[Field | MergeError] = [*body.errors, *unknown]
    wrong = sorted(places, key=lambda one: one.start)[:MOST_PROBLEMS]
    problems = [_unknown(one, keys) if isinstance(one, Field) else _error(one, keys) for one in wrong]
    known = [field for field in body.half_bracketed if field.name in keys][:MOST_PROBLEMS]
    return Compilation(made, tuple(problems), tuple(_half(field, keys[field.name]) for field in known))


_ERRORS: dict[ErrorCode, str | Promise] = {
    ErrorCode.UNCLOSED: gettext_lazy("[[ is not closed. Write ]] behind the field's name, please."),
    ErrorCode.UNOPENED: gettext_lazy("]] closes nothing. Write [[ before the field's name, please."),
    ErrorCode.EMPTY_NAME: gettext_lazy("No field is named between [[ and ]]."),
}


def _error(error: MergeError, keys: Mapping[str, str]) -> TextProblem:
    meant = likely_names(error.name, keys.items())
    return TextProblem(
        error.code.value,
        error.start,
        error.end,
        error.name,
        _with_meant(str(_ERRORS[error.code]), meant),
        meant,
    )


def _unknown(field: Field, keys: Mapping[str, str]) -> TextProblem:
    name = field.written
    meant: tuple[str, ...] = ()
    if len(name) > _LONGEST_NAMED:
        name = f"{name[:_LONGEST_NAMED]}…"
    else:
        meant = likely_names(name, keys.items())
    said = _("There is no field [[%(name)s]].") % {"name": name}
    return TextProblem(UNKNOWN_FIELD, field.start, field.end, name, _with_meant(said, meant), meant)


def _half(field: Field, key: str) -> TextProblem:
    said = _("[%(name)s] is sent as it stands. For the customer's own value write [[%(key)s]].")
    return TextProblem(
        HALF_BRACKETS,
        field.start,
        field.end,
        field.written,
        said % {"name": field.written, "key": key},
        (key,),
    )


def _with_meant(said: str, meant: Sequence[str]) -> str:
    """The likeliest alone: a list of names is no help. The others stand in `suggestions`."""
    if not meant:
        return said
    asked = _("Did you mean %(name)s?") % {"name": f"[[{meant[0]}]]"}
    return f"{said} {asked}"
