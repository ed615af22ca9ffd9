"""A connection for one kind of question, which always ends in time: with an answer, or with LineFailed.

psycopg waits for an answer as long as the server takes. Where the server is frozen, or its machine gone, that keeps
every thread of a web process, so here libpq's own functions are called and the socket is watched with a deadline.
"""

import logging
import select
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connections
from psycopg import pq

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2
# Generic plans by indexes: a batch is some dozen rows, the tables are millions, and their statistics lag behind.
# The server gives up too, so that no statement outlives its asker for long.
_SETTINGS = """
SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan; SET jit = off;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET statement_timeout = '4s'
"""

Row = tuple[str | None, ...]


class LineFailed(Exception):
    """No answer: no server, no time left, or an error. Whether the statement was carried out is not known."""


class Line:
    """One connection of its own, outside Django's. For one thread at a time; opened anew when it has failed.

    `statements` by name, with parameters $1, $2, ... as libpq takes them.
    """

    def __init__(self, statements: Mapping[str, str]) -> None:
        self._statements = statements
        self._connection: psycopg.Connection[Any] | None = None

    def ask(self, name: str, values: Sequence[str], *, seconds: float) -> list[Row]:
        """Run a statement and commit it. Raises LineFailed after `seconds` at the latest (connecting: its own)."""
        try:
            server = self._server()
            return _answer(server, name, values, time.monotonic() + seconds)
        except (psycopg.Error, LineFailed) as error:
            self.close()
            logger.warning("A hit's statement failed: %s %s", type(error).__name__, error)
            raise LineFailed(str(error)) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _server(self) -> pq.abc.PGconn:
        if self._connection is not None and _has_said_something(self._connection.pgconn):
            # Unasked: it has hung up, or is about to.
            self.close()
        if self._connection is None:
            self._connection = self._opened()
        return self._connection.pgconn

    def _opened(self) -> psycopg.Connection[Any]:
        known = connections["default"].get_connection_params() | {"connect_timeout": CONNECT_SECONDS}
        connection: psycopg.Connection[Any] = psycopg.connect(**known, autocommit=True)
        try:
            server = connection.pgconn
            server.nonblocking = 1
            until = time.monotonic() + CONNECT_SECONDS
            server.send_query(_SETTINGS.encode())
            _results(server, until)
            for name, statement in self._statements.items():
                server.send_prepare(name.encode(), statement.encode())
                _results(server, until)
        except BaseException:
            connection.close()
            raise
        return connection


def _has_said_something(server: pq.abc.PGconn) -> bool:
    watched = select.poll()
    watched.register(server.socket, select.POLLIN)
    return bool(watched.poll(0))


def _answer(server: pq.abc.PGconn, name: str, values: Sequence[str], until: float) -> list[Row]:
    server.send_query_prepared(name.encode(), [value.encode() for value in values])
    result = _results(server, until)[-1]
    columns = range(result.nfields)
    return [
        tuple(_text(result.get_value(row, column)) for column in columns) for row in range(result.ntuples)
    ]


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _results(server: pq.abc.PGconn, until: float) -> list[pq.abc.PGresult]:
    """All of one command. Raises LineFailed when one is an error, or when time is up."""
    watched = select.poll()
    watched.register(server.socket, select.POLLIN | select.POLLOUT)
    while server.flush():
        _wait(watched, until)
        server.consume_input()
    watched.modify(server.socket, select.POLLIN)
    results: list[pq.abc.PGresult] = []
    while True:
        while server.is_busy():
            _wait(watched, until)
            server.consume_input()
        result = server.get_result()
        if result is None:
            return results
        if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
            # Its name only: the message could quote an address.
            raise LineFailed(_name_of(result))
        results.append(result)


def _name_of(result: pq.abc.PGresult) -> str:
    state = result.error_field(pq.DiagnosticField.SQLSTATE)
    return f"SQLSTATE {state.decode()}" if state else "connection lost"


def _wait(watched: select.poll, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0 or not watched.poll(left * 1000):
        raise LineFailed("no answer in time")
