"""Hand over through a gateway that takes one message a request."""

from statistics import fmean

from bench.figures import Figure
from bench.handing_over import bare_loop, handed_over
from bench.stand import Stand

_SHARE = 20
_LEAST = 100
_REACH_RATIO = 0.8


def measure(stand: Stand, n: int) -> list[Figure]:
    count = max(n // _SHARE, _LEAST)
    # Before and after: what else happens on the machine is a matter of minutes.
    loops = [bare_loop(stand, count, singly=True)]
    ours = handed_over(stand, count, singly=True)
    loops.append(bare_loop(stand, count, singly=True))
    loop = fmean(loops)
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
            details={"count": count, "workers": stand.workers, "bare_loops": loops, "states": ours.states},
        )
    ]
