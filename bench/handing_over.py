"""A bulk send from waiting to accepted, and the bare loop that sends as much; both against a fresh simulator."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.pace import Moment, rate
from bench.stand import Stand


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`moments`: when messages were accepted. `states`: how many stand where in the end."""

    moments: list[Moment]
    states: Mapping[str, int]
    planted_in: float

    @property
    def rate(self) -> float:
        """Messages a second, from the first acceptance to the last."""
        return rate(self.moments)


def handed_over(stand: Stand, n: int, *, singly: bool = False, instantly: bool = False) -> HandedOver:
    """`n` planted messages handed over by the bulk workers, receipts off.

    `singly`: by an account that takes one message a request. `instantly`: by a gateway that accepts everything at
    once (bench/instant.py).
    """
    stand.renew()
    _choose(stand, singly=singly)
    planted_in = stand.plant(n)
    if not instantly:
        stand.start("simulator")
        stand.pull(receipts="off")
    stand.start(*stand.bulk_workers(instantly=instantly), "worker-upkeep", "beat")
    stand.wait_until_handed_over()
    stand.end()
    return HandedOver(stand.moments("accepted_at"), stand.states(), planted_in)


def bare_loop(stand: Stand, n: int, *, singly: bool = False) -> float:
    """Messages a second with as many processes and requests at once as the workers have."""
    stand.renew()
    _choose(stand, singly=singly)
    stand.start("simulator")
    stand.pull(receipts="off")
    options = {"count": n // stand.workers, "streams": stand.streams, "singly": int(singly)}
    found = stand.run_all([("post_batches", options)] * stand.workers)
    return float(sum(one["rate"] for one in found))


def _choose(stand: Stand, *, singly: bool) -> None:
    if singly:
        stand.rows(
            "UPDATE messaging_gatewayaccount SET settings = settings || '{\"singly\": true}' RETURNING id"
        )
