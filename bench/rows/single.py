"""Hand over through a gateway that takes one message a request."""

from bench.figures import Figure
from bench.handing_over import bare_loop, handed_over
from bench.stand import Stand

_SHARE = 20
_LEAST = 100
_REACH_RATIO = 0.8


def measure(stand: Stand, n: int) -> list[Figure]:
    count = max(n // _SHARE, _LEAST)
    ours = handed_over(stand, count, singly=True)
    loop = bare_loop(stand, count, singly=True)
    ratio = ours.rate / loop
    return [
        Figure(
            what="hand over through a single-message gateway",
            ours=ours.rate,
            unit="messages/s",
            beside={"bare loop": loop},
            ratio=ratio,
            reach=f"{_REACH_RATIO} of it",
            reached=ratio >= _REACH_RATIO,
            details={"count": count, "workers": stand.workers, "states": ours.states},
        )
    ]
