"""A real HTTP server that takes receipts and replies, as a product would."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.simulator.process import eventually


@dataclass(frozen=True)
class Push:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    def entries(self, kind: str) -> list[dict[str, Any]]:
        return list(json.loads(self.body).get(kind, []))


class Receiver:
    """Answers with `statuses` one after the other, then with 204; keeps what came."""

    def __init__(self) -> None:
        self.pushes: list[Push] = []
        self.statuses: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def reports(self, *, count: int, seconds: float = 5.0) -> list[dict[str, Any]]:
        """All reports that came, waiting for `count` of them."""
        return self._entries("reports", count, seconds)

    def replies(self, *, count: int) -> list[dict[str, Any]]:
        return self._entries("replies", count, 5.0)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _entries(self, kind: str, count: int, seconds: float) -> list[dict[str, Any]]:
        def so_far() -> list[dict[str, Any]]:
            return [entry for push in list(self.pushes) for entry in push.entries(kind)]

        eventually(lambda: len(so_far()) >= count, seconds=seconds)
        return so_far()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.pushes.append(Push(self.path, dict(self.headers), body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        return Handler
