"""A provider's end of the line, byte by byte: for what no HTTP server would do to its clients."""

import socket
from collections.abc import Callable
from threading import Event, Lock, Thread

Script = Callable[["Call"], None]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Wire:
    """Listens; every connection gets a thread that runs `script`. `requests` holds what has come, in order."""

    def __init__(self, script: Script, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.over = Event()
        self._script = script
        self._lock = Lock()
        self._calls: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._listener = socket.create_server((host, port), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self._accepting = Thread(target=self._accept)
        self._accepting.start()

    def close(self) -> None:
        """Ends every script: what it waits for, reads or writes."""
        self.over.set()
        # Closing alone does not wake a thread that waits in accept or recv.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for call in self._calls:
            try:
                call.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connected, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._calls.append(connected)
            thread = Thread(target=self._run, args=[Call(self, connected, self.connections)])
            self._threads.append(thread)
            thread.start()

    def _run(self, call: "Call") -> None:
        try:
            self._script(call)
        except OSError:
            # The client has gone, or the test is over.
            return
        finally:
            call.hang_up()

    def note(self, request: bytes) -> None:
        with self._lock:
            self.requests.append(request)


class Call:
    """One connection, the `number`th."""

    def __init__(self, wire: Wire, connected: socket.socket, number: int) -> None:
        self.wire = wire
        self.number = number
        self._socket = connected
        self._stream = connected.makefile("rb")

    def hear(self) -> bytes:
        """One whole request; empty when the client has hung up."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._stream.readline()
            if not line:
                return b""
            head += line
        lengths = [
            line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        ]
        whole = head + self._stream.read(int(lengths[0])) if lengths else head
        self.wire.note(whole)
        return whole

    def say(self, said: bytes) -> None:
        self._socket.sendall(said)

    def drip(self, said: bytes) -> None:
        """These bytes again and again, one at a time, until the client has had enough."""
        while not self.wire.over.wait(0.01):
            for place in range(len(said)):
                self.say(said[place : place + 1])

    def hold(self) -> None:
        """Until the test is over."""
        self.wire.over.wait()

    def hang_up(self) -> None:
        self._stream.close()
        self._socket.close()


def answering(call: Call) -> None:
    """A provider in order."""
    while call.hear():
        call.say(OK)
