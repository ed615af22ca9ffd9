"""A worker is killed: at each line of the table "the process dies" (docs/sending.md), and at random.

The moments are those that the database and the simulator show. A lock that the scenario holds, or a lever of the
simulator, makes a moment last; the product knows nothing of it. The killed worker is started again when all is mended.
"""

from tests.faults.run import NO_RECEIPTS, Run, Scenario

_WORKER = "worker-bulk"


def before_the_claim_commits(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    with ground.locked("messaging_message", "SHARE"):
        ground.start(_WORKER)
        ground.wait_for(lambda: ground.waits_for_a_lock(_WORKER), "the claim's update, not committed")
        ground.kill(_WORKER)
        ground.cut_off(_WORKER)


def after_the_claim(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    # The gate's judgement reads the stops.
    with ground.locked("customers_suppression", "ACCESS EXCLUSIVE"):
        ground.start(_WORKER)
        run.wait_for_state("claimed")
        ground.wait_for(lambda: ground.waits_for_a_lock(_WORKER), "the gate's question")
        ground.kill(_WORKER)
        ground.cut_off(_WORKER)


def submitting_before_acceptance(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    ground.set_levers(fault="hang_before")
    ground.start(_WORKER)
    run.wait_for_state("submitting")
    ground.kill(_WORKER)
    ground.set_levers(fault="none")


def submitting_after_acceptance(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    ground.set_levers(fault="hang_after", **NO_RECEIPTS)
    ground.start(_WORKER)
    run.wait_for_accepted(1)
    ground.kill(_WORKER)
    ground.set_levers(fault="none")


def answered_but_not_recorded(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    ground.set_levers(latency=1.0, **NO_RECEIPTS)
    ground.start(_WORKER)
    run.wait_for_accepted(1)
    with ground.locked("messaging_message", "SHARE"):
        ground.wait_for(lambda: ground.waits_for_a_lock(_WORKER), "the outcome's update, not committed")
        ground.kill(_WORKER)
        ground.cut_off(_WORKER)
    ground.set_levers(latency=0.0)


def after_the_result(run: Run) -> None:
    ground = run.ground
    _plan_without_worker(run)
    ground.set_levers(receipt_delay=5.0, receipts="push")
    ground.start(_WORKER)
    run.wait_for_state("accepted")
    ground.kill(_WORKER)


LINES = (
    before_the_claim_commits,
    after_the_claim,
    submitting_before_acceptance,
    submitting_after_acceptance,
    answered_but_not_recorded,
    after_the_result,
)


def at_every_line(run: Run) -> None:
    """One after the other, with a share of the messages each; their leases run out together."""
    share = run.size // len(LINES)
    for line in LINES:
        line(run.part(line.__name__, size=share, own_series=True))


def at_random(run: Run) -> None:
    ground = run.ground
    # A request takes a moment: more of the kills fall into one.
    ground.set_levers(latency=0.3)
    # Most of them hand over; one sweeps.
    names = (_WORKER, _WORKER, "worker-urgent", "worker-upkeep")
    for turn in range(run.times):
        name = ground.chance.choice(names)
        part = run.part(f"{turn}", size=run.size // run.times)
        part.plan(part.size, portion=10 if name == "worker-urgent" else 100)
        # Somebody who only starts is in the middle of nothing.
        part.wait_until_some_is_not("scheduled")
        ground.pause_at_random(1.0)
        ground.kill(name)
        ground.start(name)


def _plan_without_worker(run: Run) -> None:
    """The worker's first claim finds all of them."""
    if _WORKER in run.ground.stack.running:
        run.ground.kill(_WORKER)
    run.plan(run.size)


SCENARIOS = (
    Scenario("killed-before-claim", "worker killed before the claim commits", before_the_claim_commits),
    Scenario("killed-claimed", "worker killed between claim and gate", after_the_claim),
    Scenario("killed-submitting", "worker killed in a request, not accepted", submitting_before_acceptance),
    Scenario(
        "killed-accepted", "worker killed in a request, accepted", submitting_after_acceptance, NO_RECEIPTS
    ),
    Scenario(
        "killed-answered", "worker killed before the result commits", answered_but_not_recorded, NO_RECEIPTS
    ),
    Scenario("killed-recorded", "worker killed after the result", after_the_result),
    Scenario("killed-at-random", "workers killed at random", at_random),
)
AT_EVERY_LINE = Scenario("killed-at-every-line", "worker killed at every line", at_every_line)
