"""Every scenario of the fault runs, in the order of the table."""

from tests.faults import odd_workers, process_kills, provider_faults, server_faults, worker_kills
from tests.faults.run import Scenario

ALL: tuple[Scenario, ...] = (
    *worker_kills.SCENARIOS,
    *process_kills.SCENARIOS,
    *server_faults.SCENARIOS,
    *provider_faults.SCENARIOS,
    *odd_workers.SCENARIOS,
)

# How often what is done again and again is done, in the long runs.
_TIMES = {"killed-at-random": 100, "redis-flushed": 30, "raced": odd_workers.RACERS, "look-up-blind": 2}
_TIMES_OTHERWISE = 5


def times_of(scenario: Scenario) -> int:
    return _TIMES.get(scenario.name, _TIMES_OTHERWISE)
