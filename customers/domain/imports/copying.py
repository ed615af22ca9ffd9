"""COPY of rows put together by ourselves: psycopg's own writing of rows takes several times as long."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

# Between two columns, and in place of NULL: signs that no cell has (intake/convert.py).
NEXT = "\x1f"
NULL = "\x1e"
# Lines: while PostgreSQL takes these in, the next are put together.
_AT_ONCE = 100
_OPTIONS = f"(DELIMITER E'\\x{ord(NEXT):02x}', NULL E'\\x{ord(NULL):02x}')"


def copy_rows(into: str, lines: Iterable[str]) -> None:
    """`into`: a table and its columns in brackets. Lines as `line_of` makes them; nothing happens for none."""
    waiting = iter(lines)
    block = list(islice(waiting, _AT_ONCE))
    if not block:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN {_OPTIONS}") as copy:
        while block:
            copy.write("\n".join(block) + "\n")
            block = list(islice(waiting, _AT_ONCE))


def line_of(values: Iterable[str]) -> str:
    """One row, its columns as `written` gives them."""
    line = NEXT.join(values)
    if "\\" in line or "\n" in line or "\r" in line:
        return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return line


def written(value: Any) -> str:
    """A text, number, yes or no, day, JSON object, or None as COPY reads it, but for what line_of does."""
    if value.__class__ is str:
        return str(value)
    if value is None:
        return NULL
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ("{}" if isinstance(value, dict) else "[]")
    return value.isoformat() if isinstance(value, date) else str(value)
