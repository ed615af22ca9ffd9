"""A search with three criteria over N customers with 3N assets: its first page, and its count."""

from bench.figures import Figure
from bench.opened import FEW, opened_both
from bench.stand import Stand

_REACH_SECONDS = 1.0


def measure(stand: Stand, n: int) -> list[Figure]:
    many, few = opened_both(
        stand,
        n,
        lambda planted: {
            "first page": f"searches/{planted['segment']}/",
            "exact count": f"searches/{planted['segment']}/count/",
        },
    )
    return [
        Figure(
            what=f"a search with three criteria, {n:,} customers with {3 * n:,} assets: {name}",
            ours=many[name]["seconds"],
            unit="s",
            beside={f"with {FEW:,} customers": few[name]["seconds"]},
            ratio=many[name]["seconds"] / few[name]["seconds"],
            reach=f"{_REACH_SECONDS:g} s" if name == "first page" else "-",
            reached=many[name]["seconds"] <= _REACH_SECONDS if name == "first page" else None,
            details={"queries": many[name]["queries"], "queries_beside": few[name]["queries"]},
        )
        for name in many
    ]
