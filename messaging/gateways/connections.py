"""Connections that obey one deadline for a whole exchange, and know whether anything of it has left.

`requests` by itself bounds connecting to one address, each sending and each reading; a provider that drips its
headers, or a name with many dead addresses, outlasts all of them. Here each step gets what the exchange has left.
"""

import io
import ipaddress
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotResolvedInTime
from contextvars import ContextVar
from dataclasses import dataclass
from http import client
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import allowed_gai_family, create_connection

from messaging.gateways.clock import awake

# A time-out is asked anew for each piece.
_PIECE = 65536
_READ_AHEAD = 65536
_HOSTS = 32
_CONNECTIONS_A_HOST = 128
_RESOLVERS = 8


@dataclass(slots=True)
class Course:
    """How far one exchange is, and until when (`awake()`) it may begin to send, and may go on.

    begun: whether a byte of the request was given to a socket. Until then the provider has surely seen nothing.
    """

    begin_until: float
    end_at: float
    idle_seconds: float
    begun: bool = False

    def left_to_begin(self) -> float:
        """Seconds. Raises TimeoutError when there are none."""
        return _left(self.begin_until)

    def left(self) -> float:
        """Seconds. Raises TimeoutError when there are none."""
        return _left(self.end_at)


def _left(until: float) -> float:
    left = until - awake()
    if left <= 0:
        raise TimeoutError("no time is left")
    return left


# The exchange that this thread is about: urllib3 has no place to hand it through.
course: ContextVar[Course] = ContextVar("course")


class _TimedStream(io.RawIOBase):
    """A socket's bytes; no read outlasts the exchange."""

    def __init__(self, sock: socket.socket, stream: io.RawIOBase, about: Course) -> None:
        super().__init__()
        self._sock = sock
        self._stream = stream
        self._about = about
        self.at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._about.left())
        size = self._stream.readinto(buffer)
        self.at_end = size == 0
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()


class _TimedResponse(client.HTTPResponse):
    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        # Nothing was read yet: the stream below the buffer can be exchanged.
        self._timed = _TimedStream(sock, self.fp.detach(), course.get())
        self.fp = io.BufferedReader(self._timed, _READ_AHEAD)

    def begin(self) -> None:
        """http.client takes headers that were cut for a whole answer."""
        super().begin()
        if self._timed.at_end:
            raise client.RemoteDisconnected("hung up in the middle of the headers")


class _TimedHTTPConnection(HTTPConnection):
    response_class = _TimedResponse
    _answered_at = 0.0

    @property
    def is_connected(self) -> bool:
        """Asked before a pooled connection is used again. The other side closes what is idle, and a request that
        crosses its goodbye is one of which nobody knows whether it arrived: so we are the first to let go."""
        idle = awake() - self._answered_at
        return idle < course.get().idle_seconds and super().is_connected

    def _new_conn(self) -> socket.socket:
        about = course.get()
        addresses = self._addresses(about)
        for number, address in enumerate(addresses):
            # One dead address must not use up the time of the others.
            share = self._left_to_connect(about) / (len(addresses) - number)
            try:
                made = create_connection((address, self.port), share, socket_options=self.socket_options)
            except OSError as error:
                failure = NewConnectionError(self, type(error).__name__)
                failure.__cause__ = error
                continue
            # For TLS, which comes next.
            made.settimeout(self._left_to_connect(about, made))
            return made
        raise failure

    def _addresses(self, about: Course) -> list[str]:
        """Of the host, in the order in which the system prefers them; at least one."""
        try:
            return [str(ipaddress.ip_address(self._dns_host.strip("[]")))]
        except ValueError:
            asked = _resolvers.submit(
                socket.getaddrinfo, self._dns_host, self.port, allowed_gai_family(), socket.SOCK_STREAM
            )
        try:
            found = asked.result(self._left_to_connect(about))
        except NotResolvedInTime as error:
            asked.cancel()
            raise ConnectTimeoutError(self, "the name was not resolved in time") from error
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def _left_to_connect(self, about: Course, made: socket.socket | None = None) -> float:
        try:
            return about.left_to_begin()
        except TimeoutError as error:
            if made is not None:
                made.close()
            raise ConnectTimeoutError(self, "not connected in time") from error

    def send(self, data: Any) -> None:
        """The first byte leaves in time or not at all: who stood still meanwhile may have lost its lease."""
        about = course.get()
        if self.sock is None:
            self.connect()
        if not about.begun:
            self._left_to_connect(about)
            about.begun = True
        for start in range(0, len(data), _PIECE):
            if self.sock is not None:
                self.sock.settimeout(about.left())
            super().send(data[start : start + _PIECE])

    def getresponse(self) -> Any:
        answer = super().getresponse()
        self._answered_at = awake()
        return answer


class _TimedHTTPSConnection(_TimedHTTPConnection, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _TimedHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _TimedHTTPSConnection


class TimedAdapter(HTTPAdapter):
    """The connections of one process to all its providers. Asked by any thread that has set `course`."""

    def __init__(self) -> None:
        # No retries: urllib3 would send again by itself when a pooled connection turns out closed.
        super().__init__(pool_connections=_HOSTS, pool_maxsize=_CONNECTIONS_A_HOST, max_retries=0)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


def _new_resolvers() -> ThreadPoolExecutor:
    """The system's resolver knows no time-out: whoever waits for it must be able to go."""
    return ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="resolver")


def _after_fork() -> None:
    """Threads do not live on in a child, and its parent's connections are not to be spoken on by both."""
    global _adapter, _resolvers
    _adapter, _resolvers = TimedAdapter(), _new_resolvers()


_adapter, _resolvers = TimedAdapter(), _new_resolvers()
os.register_at_fork(after_in_child=_after_fork)


def adapter() -> TimedAdapter:
    """This process's."""
    return _adapter
