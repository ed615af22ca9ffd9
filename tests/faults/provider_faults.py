"""The provider is slow, breaks its answers, answers nothing; its look-up is late, or proves nothing."""

import time
from functools import partial
from typing import Any

from tests.faults.run import Run, Scenario

# Whatever the answer to one of these was, it came at once.
_QUICK = ("error_500", "error_500_after", "garbled", "half", "drop_before", "drop_after")
_BLIND = {"look_up": "blind", "receipts": "off"}


def slow(run: Run) -> None:
    """Every answer takes ten seconds, for as long as things are stopped in this run."""
    run.ground.set_levers(latency=min(10.0, run.seconds), receipt_delay=20.0)
    run.plan(run.size)
    run.wait_for_accepted(1)
    run.wait_for_state("accepted")
    run.ground.pause_at_random(run.seconds)


def fault(run: Run, *, name: str, **levers: Any) -> None:
    """Every hand-over of the first half goes wrong; the second half comes when all is well again."""
    run.ground.set_levers(fault=name, **levers)
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    run.ground.set_levers(fault="none")
    run.plan(run.size // 2)


def hang(run: Run, *, name: str) -> None:
    """Requests without an answer, for as long as things are stopped in this run; the client gives up by itself."""
    run.ground.set_levers(fault=name)
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
    accepted, asked = ground.accepted(), ground.looked_up()
    ground.set_levers(fault="drop_after", **_BLIND)
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    ground.set_levers(fault="drop_before")
    run.plan(run.size // 2)
    run.wait_until_none_is("scheduled", "claimed", "submitting")
    ground.set_levers(fault="none")
    # Asked of each, and of some a second time: they have had every occasion to be sent again.
    ground.wait_for(lambda: ground.looked_up() - asked > len(run.planned), "the look-ups", 300)
    found = run.states()
    assert found == {"unknown": len(run.planned)}, found
    assert ground.accepted() - accepted == run.size // 2


def throttled(run: Run) -> None:
    """A tenth of the messages a second; then without a limit."""
    run.ground.set_levers(throttle_per_second=max(run.size / 10, 1))
    run.plan(run.size)
    run.wait_for_accepted(run.size // 2)


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
    run.wait_until_none_is("scheduled", "claimed", "submitting", "accepted")


SCENARIOS = (
    Scenario("slow", "provider slow", slow),
    *(
        Scenario(name.replace("_", "-"), f"provider: {name.replace('_', ' ')}", partial(act, name=name))
        for act, names in ((fault, _QUICK), (hang, ("hang_before", "hang_after")))
        for name in names
    ),
    Scenario(
        "look-up-late",
        "provider drops; look-up late",
        partial(fault, name="drop_after", look_up_delay=5.0, receipts="off"),
    ),
    Scenario(
        "look-up-blind", "provider drops; look-up proves nothing", blind, lasting=_BLIND, knowable=False
    ),
    Scenario("throttled", "provider throttles", throttled),
    Scenario("outage", "provider out of order", outage),
    Scenario("receipts-disordered", "receipts twice, reordered, late", receipts_disordered),
)
EVERY_QUICK_FAULT = Scenario("every-quick-fault", "provider: every quick fault", every_quick_fault)
