"""Set-based statements of our own, where the ORM has no word for them.

Nothing is filtered by store here: a statement is keyed by ids that came out of a scope, or by store_id
(docs/tenancy.md). Values are always parameters.
"""

from typing import Any

from django.db import connection

Values = list[Any] | dict[str, Any]


def changed_by(statement: str, values: Values) -> int:
    """Run it; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def rows_of(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Run it; what it selected or returned."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
