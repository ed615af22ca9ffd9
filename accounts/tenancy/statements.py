"""Set-based statements of our own, where the ORM has no word for them.

Nothing is filtered by store here: a statement is keyed by ids that came out of a scope, or by store_id
(docs/tenancy.md). Values are always parameters.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

Values = list[Any] | dict[str, Any]


def array_literal(elements: Sequence[float | str | None]) -> str:
    """PostgreSQL's way of writing an array. psycopg's own takes ten times as long for a batch of messages."""
    return f"{{{','.join(map(_element, elements))}}}"


def _element(element: float | str | None) -> str:
    if element is None:
        return "NULL"
    if isinstance(element, str):
        return '"' + element.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(element)


def _written(statement: str, values: Values) -> Values:
    """Lists of numbers and texts as literals; whatever else is in them, psycopg writes. What is not asked for is not
    written at all: several statements share the columns of one batch.
    """
    if isinstance(values, dict):
        return {name: _value(value) for name, value in values.items() if f"%({name})s" in statement}
    return [_value(value) for value in values]


def _value(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, float | int | str | None) for one in value):
        return array_literal(value)
    return value


def changed_by(statement: str, values: Values) -> int:
    """Run it; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _written(statement, values))
        return int(cursor.rowcount)


def rows_of(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Run it; what it selected or returned."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _written(statement, values))
        return list(cursor.fetchall())


class TooSlow(Exception):
    """A question was not answered within its time; PostgreSQL has stopped looking."""


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """In here no statement takes longer. One transaction, of reads: nothing else should be in it.

    Raises TooSlow. People put searches together that no index helps; none must hold a connection for minutes.
    """
    with transaction.atomic():
        ((before,),) = rows_of("SELECT current_setting('statement_timeout')", [])
        rows_of("SELECT set_config('statement_timeout', %s, true)", [f"{round(seconds * 1000)}ms"])
        try:
            yield
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TooSlow from error
            raise
        # The transaction may be somebody else's, and go on.
        rows_of("SELECT set_config('statement_timeout', %s, true)", [before])


_PLANS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
_OFF = "; ".join(f"SET {name} = off" for name in _PLANS)
_AS_BEFORE = "; ".join(f"RESET {name}" for name in _PLANS)


@contextmanager
def by_index() -> Iterator[None]:
    """In here every statement finds its rows by an index, one by one.

    For work on some hundred rows of tables that grow by a million in a minute: statistics lag behind, and a plan that
    reads such a table whole was seen to take half of a worker's time.
    """
    changed_by(_OFF, [])
    try:
        yield
    finally:
        # Not on a connection that has been lost: its settings are gone with it.
        if connection.is_usable():
            changed_by(_AS_BEFORE, [])
