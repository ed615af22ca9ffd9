"""A carrier simulator of its own for the gateway's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from messaging.gateways.simulator.gateway import SimulatorGateway
from tests.stack import Stack


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("simulator")
    stack = Stack(name="unused", folder=folder, redis_number=0)
    stack.start("simulator")
    yield stack.simulator
    stack.stop()


@pytest.fixture
def gateway(simulator: str) -> SimulatorGateway:
    """Speaks to an empty simulator; its receipts go to an address where nobody listens."""
    requests.post(f"{simulator}/reset", timeout=5).raise_for_status()
    return SimulatorGateway(
        url=simulator, token="a-token", sender="SMSNOTIFY", receipts_url="http://127.0.0.1:9/receipts"
    )
