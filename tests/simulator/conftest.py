"""One simulator for all tests of a session, emptied before each; own ones for tests that end it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.simulator.process import Simulator
from tests.simulator.receiver import Receiver

Start = Callable[..., Simulator]


@pytest.fixture(scope="session")
def running_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    simulator = Simulator(tmp_path_factory.mktemp("simulator") / "data")
    yield simulator
    simulator.end()


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.session.cookies.clear()
    assert running_simulator.post("/reset").status_code == 200
    running_simulator.set_control(delivery_delay=0.05)
    return running_simulator


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts simulators on the test's own data folder; whatever still runs at the end is killed."""
    started: list[Simulator] = []

    def start_one(*options: str) -> Simulator:
        simulator = Simulator(tmp_path / "data", **({"options": options} if options else {}))
        started.append(simulator)
        return simulator

    yield start_one
    for simulator in started:
        simulator.kill()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()
