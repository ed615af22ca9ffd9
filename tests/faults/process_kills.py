"""beat, web and the simulator are killed while messages are under way."""

from tests.faults.run import Run, Scenario


def beat_killed(run: Run) -> None:
    """And every bell that it and others had rung is lost: nobody rings until it is back."""
    ground = run.ground
    for _ in range(run.times):
        ground.kill("beat")
        run.plan(run.size // run.times)
        ground.servers.empty_redis()
        ground.pause_at_random(1.0)
        ground.start("beat")


def web_killed(run: Run) -> None:
    """Receipts come to it: killed while they do."""
    ground = run.ground
    for _ in range(run.times):
        before = ground.accepted(run.series)
        run.plan(run.size // run.times)
        run.wait_for_accepted(before + 1)
        ground.pause_at_random(0.5)
        ground.kill("web")
        ground.start("web")


def simulator_killed(run: Run) -> None:
    """In the middle of a request: it has accepted and not answered."""
    ground = run.ground
    for _ in range(run.times):
        ground.set_levers(latency=2.0)
        before = ground.accepted(run.series)
        run.plan(run.size // run.times)
        run.wait_for_accepted(before + 1)
        ground.kill("simulator")
        ground.start("simulator")


SCENARIOS = (
    Scenario("beat-killed", "beat killed, bells lost", beat_killed),
    Scenario("web-killed", "web killed while receipts come", web_killed),
    Scenario("simulator-killed", "simulator killed in a request", simulator_killed),
)
