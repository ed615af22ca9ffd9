"""The provider is slow, breaks its answers, answers nothing; its look-up is late, or proves nothing."""

import time
from functools import partial
from typing import Any

from tests.faults.run import NO_RECEIPTS, Run, Scenario

# Whatever the answer to one of these was, it came at once.
_QUICK = ("error_500", "error_500_after", "garbled", "half", "drop_before", "drop_after")
_BLIND = {"look_up": "blind", **NO_RECEIPTS}


def slow(run: Run) -> None:
    """Every answer takes ten seconds, for as long as things are stopped in this run."""
    run.ground.set_levers(latency=min(10.0, run.seconds), receipt_delay=20.0)
    run.plan(run.size)
    run.wait_for_accepted(1)
    run.wait_for_state("accepted")
    run.ground.pause_at_random(run.seconds)


def fault(run: Run, *, name: str, **levers: Any) -> None:
    """Every hand-over of the first half goes wrong; the second half comes when all is well again."""
    run.ground.set_levers(fault=name, **NO_RECEIPTS, **levers)
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    run.ground.set_levers(fault="none")
    run.plan(run.size // 2)


def hang(run: Run, *, name: str) -> None:
    """Requests without an answer, for as long as things are stopped in this run; the client gives up by itself."""
    run.ground.set_levers(fault=name, **NO_RECEIPTS)
    run.plan(run.size // 2)
    run.wait_for_state("submitting")
    time.sleep(run.seconds)
    run.ground.set_levers(fault="none")
    run.plan(run.size // 2)


def every_quick_fault(run: Run) -> None:
    """One after the other, with a share of the messages each."""
    for name in _QUICK:
        fault(run.part(name, size=run.size // len(_QUICK)), name=name, look_up_delay=3.0)


def blind(run: Run) -> None:
    """Nobody can know: half was accepted, half was not, and the look-up finds neither."""
    ground = run.ground
    asked = ground.looked_up()
    ground.set_levers(fault="drop_after", **_BLIND)
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    ground.set_levers(fault="drop_before")
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    ground.set_levers(fault="none")
    # Asked about each, as often as this run wants: they have had every occasion to be sent again.
    ground.wait_for(lambda: ground.looked_up() - asked >= len(run.planned) * run.times, "the look-ups", 600)
    found = run.states()
    assert found == {"unknown": len(run.planned)}, found
    assert ground.accepted(run.series) == run.size // 2


def throttled(run: Run) -> None:
    """A tenth of the messages a second; a request may overdraw that, and the next ones are told to wait."""
    ground = run.ground
    refused = ground.refused()
    ground.set_levers(throttle_per_second=max(run.size / 10, 1))
    run.plan(run.size // 2)
    run.wait_for_accepted(1)
    run.plan(run.size // 2)
    ground.wait_for(lambda: ground.refused() > refused, "a request that was told to wait")


def outage(run: Run) -> None:
    run.ground.set_levers(outage=True)
    run.plan(run.size)
    run.ground.pause_at_random(run.seconds)


def receipts_disordered(run: Run) -> None:
    """Twice, in the wrong order, and a second late."""
    run.ground.set_levers(receipt_order="twice", receipt_delay=1.0)
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting", "accepted")
    run.ground.set_levers(receipt_order="reordered")
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    # Whatever is due later comes in this order too.
    run.ground.wait_for(lambda: run.states()["delivered"] > run.size // 2, "a reordered receipt")


SCENARIOS = (
    Scenario("slow", "provider slow", slow),
    *(
        Scenario(
            name.replace("_", "-"),
            f"provider: {name.replace('_', ' ')}",
            partial(act, name=name),
            NO_RECEIPTS,
        )
        for act, names in ((fault, _QUICK), (hang, ("hang_before", "hang_after")))
        for name in names
    ),
    Scenario(
        "look-up-late",
        "provider drops; look-up late",
        partial(fault, name="drop_after", look_up_delay=5.0),
        {"look_up_delay": 5.0, **NO_RECEIPTS},
    ),
    Scenario(
        "look-up-blind", "provider drops; look-up proves nothing", blind, lasting=_BLIND, knowable=False
    ),
    Scenario("throttled", "provider throttles", throttled),
    Scenario("outage", "provider out of order", outage),
    Scenario("receipts-disordered", "receipts twice, reordered, late", receipts_disordered),
)
EVERY_QUICK_FAULT = Scenario("every-quick-fault", "provider: every quick fault", every_quick_fault)
