"""Receipts from a provider's POST to the final state of their messages."""

from bench.figures import Figure
from bench.handing_over import handed_over
from bench.stand import Stand

_REACH_RATE = 3_000
_REACH_RATIO = 0.5
_TOGETHER = 500
_SHARE = 20
_LEAST = 100
# However few bodies there are: so many posts tell the bare view's rate.
_POSTS_OF_THE_VIEW = 1_000


def measure(stand: Stand, n: int) -> list[Figure]:
    few = max(n // _SHARE, _LEAST)
    together, view_together = _applied(stand, n, _TOGETHER)
    singly, view_singly = _applied(stand, few, 1)
    return [
        Figure(
            what=f"receipts to final state, {_TOGETHER} a request",
            ours=together,
            unit="receipts/s",
            beside={"a view that answers 204": view_together},
            ratio=together / view_together,
            reach=f"{_REACH_RATE:,}/s",
            reached=together >= _REACH_RATE,
        ),
        Figure(
            what="receipts to final state, one a request",
            ours=singly,
            unit="receipts/s",
            beside={"a view that answers 204": view_singly},
            ratio=singly / view_singly,
            reach=f"{_REACH_RATIO} of it",
            reached=singly >= _REACH_RATIO * view_singly,
            details={"count": few},
        ),
    ]


def _applied(stand: Stand, count: int, size: int) -> tuple[float, float]:
    """Receipts a second to `delivered`, and to nowhere."""
    handed_over(stand, count, instantly=True)
    stand.start("web", "worker-upkeep", "beat")
    stand.wait_for(stand.answers, "web")
    posted = stand.run("post_reports", url=stand.web, count=count, size=size, posts=0)
    stand.wait_until_none("accepted")
    stand.end()
    delivered = stand.moments("closed_at")
    ours = count / (delivered[-1].at - posted["began_at"])
    stand.start("web-bare")
    stand.wait_for(stand.answers, "the bare view")
    posts = max(_POSTS_OF_THE_VIEW, count // size)
    view = stand.run("post_reports", url=stand.web, count=count, size=size, posts=posts)
    stand.end()
    return ours, view["posts_a_second"] * size
