"""Workers whose clock is an hour off, and many workers after the same messages."""

from pathlib import Path

from tests.faults.run import Run, Scenario

_ODD_CLOCK = Path(__file__).resolve().parent / "odd_clock"
_HOUR = 3600
RACERS = 16


def clock_off(run: Run) -> None:
    """One worker is an hour ahead, another an hour behind, and those that are right come to help them."""
    ground = run.ground
    ground.set_levers(latency=0.3)
    ground.kill("worker-bulk", "worker-upkeep")
    for name, off in (("ahead", _HOUR), ("behind", -_HOUR)):
        _start_odd(run, f"worker-bulk,upkeep#{name}", off)
    run.plan(run.size // 2, portion=50)
    ground.start("worker-bulk", "worker-upkeep")
    run.plan(run.size // 2, portion=50)
    run.wait_for_accepted(len(run.planned))


def clock_ahead(run: Run) -> None:
    """Nobody else serves the lane: what is due goes all the same."""
    run.ground.kill("worker-bulk")
    _start_odd(run, "worker-bulk#ahead", _HOUR)
    run.plan(run.size)
    run.ground.wait_for(lambda: run.ground.accepted(run.series), "a message by the worker that is ahead")


def _start_odd(run: Run, name: str, off: int) -> None:
    run.ground.start(name, environment={"PYTHONPATH": str(_ODD_CLOCK), "ODD_CLOCK_SECONDS": str(off)})


def raced(run: Run) -> None:
    """As many processes as this run wants, and a bell for each of many small sends, rung before the first looks."""
    ground = run.ground
    ground.kill("worker-bulk")
    run.plan(run.size, portion=max(run.size // 64, 11))
    ground.start(*(f"worker-bulk#{number}" for number in range(run.times)))
    run.wait_until_none_is("scheduled", "claimed", "submitting")


SCENARIOS = (
    Scenario("clock-off", "workers an hour ahead and behind", clock_off),
    Scenario("clock-ahead", "the lane's only worker an hour ahead", clock_ahead),
    Scenario("raced", "the same messages raced by many workers", raced),
)
