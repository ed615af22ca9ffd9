"""Taps a second whose hits are in PostgreSQL before their answer; and how fast the tallies follow."""

from pathlib import Path

from bench.figures import Figure
from bench.stand import Stand

_REACH = 0.5
_SHARE = 2
_LINES = 64
_WARM = 2_000


def measure(stand: Stand, n: int) -> list[Figure]:
    taps = n // _SHARE
    stand.renew()
    planted = stand.run("plant_links", count=taps + _WARM + _LINES)
    empty = _tapped(stand, "web-bare-redirect", taps)
    ours = _tapped(stand, "web-as-installed", taps)
    ((hits,),) = stand.rows("SELECT count(*) FROM tracking_hit")
    applied = stand.run("apply_hits")
    return [
        Figure(
            what="taps sent on, each hit committed before",
            ours=ours,
            unit="redirects/s",
            beside={"a first middleware that only redirects": empty},
            ratio=ours / empty,
            reach=f"{_REACH} of it",
            reached=ours >= _REACH * empty,
            details={"taps": taps, "connections": _LINES, "hits": hits, **planted},
        ),
        Figure(what="hits into the tallies", ours=applied["hits_a_second"], unit="hits/s"),
    ]


def _tapped(stand: Stand, server: str, taps: int) -> float:
    """Redirects a second, of a server that is warm."""
    stand.start(server)
    stand.wait_for(stand.answers, server)
    for count in (_WARM, taps):
        found = stand.run(
            "tap", url=stand.web, count=count, lines=_LINES, numbers=Path(stand.folder) / "answered"
        )
        if found["others"]:
            raise RuntimeError(f"{found['others']:.0f} taps were not sent on by {server}")
    stand.end()
    return float(found["taps_a_second"])
