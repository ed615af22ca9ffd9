"""A carrier simulator of its own for the gateway's tests."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
