"""Two stores in one database, one with N customers and one with a thousand, and the same pages of both."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bench.stand import Stand

FEW = 1_000
_MANY_SLUG, _FEW_SLUG = "bench-many", "bench-few"

# {name: {seconds, queries}}
Opened = Mapping[str, Mapping[str, float]]


def opened_both(
    stand: Stand, n: int, pages: Callable[[Mapping[str, Any]], Mapping[str, str]]
) -> tuple[Opened, Opened]:
    """`pages` of what was planted, by name, below the store's address: with N, and with FEW."""
    stand.renew()
    found = []
    for slug, count in ((_MANY_SLUG, n), (_FEW_SLUG, FEW)):
        planted = stand.run("plant_people", slug=slug, count=count)
        found.append((slug, {name: f"/stores/{slug}/{path}" for name, path in pages(planted).items()}))
    many, few = (stand.run("open_pages", slug=slug, pages=json.dumps(own)) for slug, own in found)
    return many, few
