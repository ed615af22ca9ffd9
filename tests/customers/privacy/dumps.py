"""All that a store's tables hold, as text."""

import re
from typing import Any

from django.apps import apps
from django.db import connection

from accounts.models import Store
from accounts.tenancy.rows import StoreRow


def dumped(store: Store) -> dict[str, list[str]]:
    """Each row as text, by table; bytes as they would be read. Reports of providers are nobody's: all of them."""
    tables = {model._meta.db_table: True for model in apps.get_models() if issubclass(model, StoreRow)}
    found = {}
    with connection.cursor() as cursor:
        for table in [*tables, "messaging_report"]:
            keyed = "WHERE store_id = %s" if table in tables else ""
            cursor.execute(f"SELECT * FROM {table} {keyed} ORDER BY 1", [store.pk] if keyed else [])
            found[table] = [" | ".join(_text(cell) for cell in row) for row in cursor.fetchall()]
    return found


def _text(cell: Any) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", "replace") + bytes(cell).decode("cp932", "replace")
    return str(cell)


def tables_naming(dump: dict[str, list[str]], *words: str) -> set[str]:
    """Tables with a row that holds one of the words, with or without what stands between digits and names."""
    sought = [_plain(word) for word in words]
    return {
        table
        for table, rows in dump.items()
        for row in rows
        if any(word in _plain(row) or word[::-1] in _plain(row) for word in sought)
    }


def _plain(text: str) -> str:
    return re.sub(r"[\s\-－・().]", "", text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
