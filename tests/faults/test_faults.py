"""The short form of the fault runs (`make faults`): every kind once, with some hundred messages.

They are broken one after the other on one stack with servers of its own, and recover together: leases and the
provider's settling time are waited for once.
"""

import pytest

from tests.faults import odd_workers, process_kills, provider_faults, server_faults, worker_kills
from tests.faults.run import Result, Run, Scenario, carried_out
from tests.faults.set_up import prepared_ground
from tests.faults.table import table_of

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

_LONG = {
    scenario.name: scenario
    for part in (worker_kills, process_kills, server_faults, provider_faults, odd_workers)
    for scenario in part.SCENARIOS
}
# How often what is done again and again is done; the provider's slow ways first, so that they pass meanwhile.
SHORT: dict[Scenario, int] = {
    _LONG["look-up-blind"]: 1,
    _LONG["hang-after"]: 1,
    worker_kills.AT_EVERY_LINE: 1,
    _LONG["killed-at-random"]: 5,
    provider_faults.EVERY_QUICK_FAULT: 1,
    _LONG["slow"]: 1,
    _LONG["throttled"]: 1,
    _LONG["outage"]: 1,
    _LONG["beat-killed"]: 1,
    _LONG["web-killed"]: 1,
    _LONG["simulator-killed"]: 1,
    _LONG["redis-flushed"]: 3,
    _LONG["redis-frozen"]: 1,
    _LONG["redis-killed"]: 1,
    _LONG["postgres-frozen"]: 1,
    _LONG["postgres-stopped"]: 1,
    _LONG["postgres-killed"]: 1,
    _LONG["clock-off"]: 1,
    _LONG["raced"]: 2,
    _LONG["receipts-disordered"]: 1,
}
_SIZE = 120
_STOPPED_SECONDS = 2.0
_PATIENCE_SECONDS = 180.0
# Shorter than a request may take in production, which is safe here: what the simulator has not accepted when a lease
# is over, it does not accept later.
_LEASES = {"CLAIM_LEASE_SECONDS": "8", "REQUEST_LEASE_SECONDS": "12"}
_SEED = 3
_TEST = "test_nothing_is_handed_over_twice_and_nothing_is_lost"


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Of the scenarios whose tests were chosen."""
    tests = {item.name for item in request.session.items}
    chosen = [(scenario, times) for scenario, times in SHORT.items() if f"{_TEST}[{scenario.name}]" in tests]
    with prepared_ground(tmp_path_factory.mktemp("faults"), seed=_SEED, environment=_LEASES) as ground:
        runs = [
            (scenario, Run(ground, f"[{scenario.name}]", _SIZE, _STOPPED_SECONDS, times))
            for scenario, times in chosen
        ]
        found = carried_out(runs, patience=_PATIENCE_SECONDS)
    print(table_of(found))
    return {result.scenario.name: result for result in found}


@pytest.mark.parametrize("scenario", SHORT, ids=lambda scenario: scenario.name)
def test_nothing_is_handed_over_twice_and_nothing_is_lost(
    results: dict[str, Result], scenario: Scenario
) -> None:
    result = results[scenario.name]
    assert result.problem == ""
    assert result.verdict.messages >= _SIZE // 2
    assert result.is_clean, result.verdict
