"""Hand over through a batch gateway to `accepted`, with every state written."""

from statistics import fmean

from bench.figures import Figure
from bench.handing_over import bare_loop, handed_over
from bench.pace import first, last, rate, slices
from bench.stand import Stand

_REACH_RATE = 7_000
_REACH_RATIO = 0.7
# The bare loop's rate does not depend on how long it runs.
_MOST_OF_THE_LOOP = 200_000
_ENDS = 10_000
_REACH_EVEN = 0.2


def measure(stand: Stand, n: int) -> list[Figure]:
    # Before and after: what else happens on the machine is a matter of minutes.
    loops = [bare_loop(stand, min(n, _MOST_OF_THE_LOOP))]
    ours = handed_over(stand, n)
    stand.known[n] = ours.rate
    database = handed_over(stand, n, instantly=True)
    loops.append(bare_loop(stand, min(n, _MOST_OF_THE_LOOP)))
    loop = fmean(loops)
    ratio = ours.rate / min(loop, database.rate)
    begins, ends = rate(first(ours.moments, _ENDS)), rate(last(ours.moments, _ENDS))
    evenness = ends / begins if begins else 0.0
    return [
        Figure(
            what="hand over through a batch gateway",
            ours=ours.rate,
            unit="messages/s",
            beside={"bare loop": loop, "database": database.rate},
            ratio=ratio,
            reach=f"{_REACH_RATE:,}/s and {_REACH_RATIO} of the slower",
            reached=ours.rate >= _REACH_RATE and ratio >= _REACH_RATIO,
            details={
                "workers": stand.workers,
                "threads_of_each": stand.streams,
                "bare_loops": loops,
                "states": ours.states,
                "planting_seconds": ours.planted_in,
                "rate_of_each_10000": slices(ours.moments, _ENDS),
            },
        ),
        Figure(
            what=f"the last {_ENDS:,} of them",
            ours=ends,
            unit="messages/s",
            beside={f"the first {_ENDS:,}": begins},
            ratio=evenness,
            reach=f"at most {_REACH_EVEN:.0%} slower",
            reached=evenness >= 1 - _REACH_EVEN,
        ),
    ]
