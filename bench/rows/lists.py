"""Every list page with N customers, 3N assets and N messages beside the same page with a thousand."""

from collections.abc import Mapping
from typing import Any

from bench.figures import Figure
from bench.opened import FEW, opened_both
from bench.stand import Stand

_REACH_RATIO = 1.5


def _pages(planted: Mapping[str, Any]) -> dict[str, str]:
    return {
        "customers": "customers/",
        "customers, from the middle": f"customers/?after={planted['middle']}",
        "customers by the end of a number": "customers/?q=5001",
        "customers by a common family name": "customers/?q=%E4%BD%90%E8%97%A4",
        "stops": "stops/",
        "due dates of this month": f"due/?kind={planted['due']}",
        "send history": "messages/",
        "saved searches": "searches/",
    }


def measure(stand: Stand, n: int) -> list[Figure]:
    many, few = opened_both(stand, n, _pages)
    return [_figure(name, many[name], few[name], n) for name in many]


def _figure(name: str, ours: Mapping[str, float], beside: Mapping[str, float], n: int) -> Figure:
    ratio = ours["seconds"] / beside["seconds"]
    same = ours["queries"] == beside["queries"]
    return Figure(
        what=f"list with {n:,}: {name} ({ours['queries']:.0f} queries)",
        ours=ours["seconds"],
        unit="s",
        beside={f"with {FEW:,} ({beside['queries']:.0f} queries)": beside["seconds"]},
        ratio=ratio,
        reach=f"at most {_REACH_RATIO}x, as many queries",
        reached=same and ratio <= _REACH_RATIO,
    )
