"""A carrier simulator of its own for the gateway's tests, and providers that misbehave."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from messaging.gateways.simulator.gateway import SimulatorGateway
from tests.messaging.gateways.wire import Script, Wire
from tests.stack import Stack

_PATIENCE_SECONDS = 30.0


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


@pytest.fixture(params=[False, True], ids=["batch", "singly"])
def each_way(request: pytest.FixtureRequest, gateway: SimulatorGateway) -> SimulatorGateway:
    """The gateway that sends batches, and the one that sends a request for each message."""
    return replace(gateway, singly=request.param)


def handset(gateway: SimulatorGateway, phone: str) -> list[str]:
    """The texts that have arrived."""
    answer = requests.get(f"{gateway.url}/handsets/{phone}.json", timeout=5)
    return [message["text"] for message in answer.json()]


def pull(gateway: SimulatorGateway, **levers: object) -> None:
    requests.post(f"{gateway.url}/control", json=levers, timeout=5).raise_for_status()


def comes(happens: Callable[[], bool]) -> bool:
    """Whether it does; False after half a minute."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


Listen = Callable[[Script], Wire]


@pytest.fixture
def listen() -> Iterator[Listen]:
    """`listen(script)`: a provider that does to each of its connections what the script says."""
    wires: list[Wire] = []

    def listening(script: Script) -> Wire:
        wires.append(Wire(script))
        return wires[-1]

    yield listening
    for wire in wires:
        wire.close()


class Provider(ThreadingHTTPServer):
    """A provider that answers every request alike: for answers that the simulator never gives."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: tuple[int, dict[str, str], bytes] = (500, {}, b"")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_GET(self) -> None:
        status, headers, body = self.server.answers
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output free of requests."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    # How often it looks whether it is to end.
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
