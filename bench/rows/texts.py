"""Rendering and counting N texts with five merge fields: values at hand, and values fetched for each person."""

from bench.figures import Figure
from bench.stand import Stand

_REACH = 50_000
_REACH_AT_HAND = 200_000


def measure(stand: Stand, n: int) -> list[Figure]:
    stand.renew()
    found = stand.run("render_texts", count=n)
    return [
        Figure(
            what=f"rendering and counting {n:,} texts of {found['characters']} characters, {name}",
            ours=n / found[key],
            unit="texts/s",
            beside={bare: n / found[f"{key}_bare"]},
            ratio=found[f"{key}_bare"] / found[key],
            reach=f"{reach:,}/s",
            reached=n / found[key] >= reach,
        )
        for key, name, bare, reach in (
            ("at_hand", "values at hand", "str.format and len", _REACH_AT_HAND),
            ("fetched", "values fetched by 1,000", "one join and str.format", _REACH),
        )
    ]
