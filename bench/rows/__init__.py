"""The rows of the table, a module each: `measure(stand, n)` gives its figures."""

from collections.abc import Callable

from bench.figures import Figure
from bench.rows import (
    explain,
    handover,
    hits_killed,
    imports,
    lists,
    memory,
    notice,
    receipts,
    redirects,
    rival,
    searches,
    single,
    texts,
)
from bench.stand import Stand

# In the order in which they are measured and shown.
ROWS: dict[str, Callable[[Stand, int], list[Figure]]] = {
    "explain": explain.measure,
    "handover": handover.measure,
    "single": single.measure,
    "rival": rival.measure,
    "receipts": receipts.measure,
    "notice": notice.measure,
    "imports": imports.measure,
    "searches": searches.measure,
    "lists": lists.measure,
    "texts": texts.measure,
    "redirects": redirects.measure,
    "hits-killed": hits_killed.measure,
    "memory": memory.measure,
}
