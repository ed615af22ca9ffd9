"""Redis and PostgreSQL are emptied, frozen, stopped and killed while messages are under way."""

import signal
import time

from tests.faults.run import Run, Scenario


def redis_flushed(run: Run) -> None:
    for _ in range(run.times):
        run.plan(run.size // run.times)
        run.ground.pause_at_random(0.3)
        run.ground.servers.empty_redis()


def redis_frozen(run: Run) -> None:
    _under_way(run)
    run.ground.servers.freeze("redis")
    run.plan(run.size // 4)
    time.sleep(run.seconds)
    run.ground.servers.thaw("redis")
    run.plan(run.size // 4)


def redis_killed(run: Run) -> None:
    _under_way(run)
    run.ground.servers.end("redis", signal.SIGKILL)
    run.plan(run.size // 4)
    time.sleep(run.seconds)
    run.ground.servers.bring_back()
    run.plan(run.size // 4)


def postgres_frozen(run: Run) -> None:
    _under_way(run)
    run.ground.servers.freeze("postgres")
    time.sleep(run.seconds)
    run.ground.servers.thaw("postgres")
    run.plan(run.size // 2)


def postgres_stopped(run: Run) -> None:
    _under_way(run)
    run.ground.servers.end("postgres", signal.SIGINT)
    time.sleep(run.seconds)
    run.ground.servers.bring_back()
    run.plan(run.size // 2)


def postgres_killed(run: Run) -> None:
    _under_way(run)
    run.ground.servers.end("postgres", signal.SIGKILL)
    run.ground.servers.bring_back()
    run.plan(run.size // 2)


def _under_way(run: Run) -> None:
    """Half of the messages, some of them in a request that is accepted and not yet answered."""
    run.ground.set_levers(latency=0.5)
    run.plan(run.size // 2)
    run.wait_for_accepted(1)


SCENARIOS = (
    Scenario("redis-flushed", "Redis emptied again and again", redis_flushed),
    Scenario("redis-frozen", "Redis frozen", redis_frozen),
    Scenario("redis-killed", "Redis killed, down, empty", redis_killed),
    Scenario("postgres-frozen", "PostgreSQL frozen", postgres_frozen),
    Scenario("postgres-stopped", "PostgreSQL stopped", postgres_stopped),
    Scenario("postgres-killed", "PostgreSQL killed", postgres_killed),
)
