"""Against real sockets: one deadline for a whole exchange, and exactly what did not leave is NotReached."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event
from typing import Any

import pytest

from messaging.gateways.clock import awake
from messaging.gateways.line import Answer, AnswerMissing, NotReached, Patience, exchange
from tests.messaging.gateways.conftest import Listen
from tests.messaging.gateways.wire import OK, Call, Script, Wire, answering

SHORT = Patience(connect=0.8, exchange=0.8, idle=60)
LONG = Patience(connect=20, exchange=20, idle=60)
SECRET = "Bearer of-a-secret"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def told(
    url: str, *, patience: Patience = LONG, content: object = "hello"
) -> Answer | NotReached | AnswerMissing:
    try:
        return exchange(
            method="POST",
            url=f"{url}/path",
            headers={"Authorization": SECRET},
            json=content,
            patience=patience,
        )
    except (NotReached, AnswerMissing) as error:
        return error


def after_hearing(*said: bytes, drips: bytes = b"", holds: bool = False) -> Script:
    """A provider that takes the request, says this, and then drips, holds on, or hangs up."""

    def script(call: Call) -> None:
        call.hear()
        for one in said:
            call.say(one)
        if drips:
            call.drip(drips)
        if holds:
            call.hold()

    return script


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(after_hearing(drips=b"H"), id="a status line that drips"),
        pytest.param(after_hearing(b"HTTP/1.1 200 OK\r\n", drips=b"X: y\r\n"), id="headers that drip"),
        pytest.param(after_hearing(drips=b"HTTP/1.1 100 Continue\r\n\r\n"), id="a promise again and again"),
        pytest.param(
            after_hearing(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", drips=b"x"),
            id="a body that drips",
        ),
        pytest.param(after_hearing(CHUNKED, drips=b"1\r\nx\r\n"), id="chunks that drip"),
        pytest.param(after_hearing(holds=True), id="no answer"),
        pytest.param(after_hearing(b"HTTP/1.1 200 OK\r\n", holds=True), id="half the headers, then nothing"),
        pytest.param(after_hearing(OK[:-1], holds=True), id="half a body, then nothing"),
    ],
)
def test_whatever_a_provider_does_slowly_ends_at_the_deadline(listen: Listen, script: Script) -> None:
    wire = listen(script)
    assert isinstance(told(wire.url, patience=SHORT), AnswerMissing)
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(after_hearing(), id="hung up without an answer"),
        pytest.param(after_hearing(OK[:20]), id="cut in the headers"),
        pytest.param(after_hearing(OK[:-1]), id="cut in the body"),
        pytest.param(after_hearing(CHUNKED + b"2\r\nok\r\n"), id="cut between chunks"),
        pytest.param(after_hearing(CHUNKED + b"4\r\nok"), id="cut in a chunk"),
        pytest.param(after_hearing(b"what?\r\n\r\n"), id="no HTTP"),
        pytest.param(
            after_hearing(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok"),
            id="no gzip",
        ),
        pytest.param(
            after_hearing(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000_001), id="more than anybody reads"
        ),
    ],
)
def test_a_broken_answer_to_a_request_that_left_is_missing(listen: Listen, script: Script) -> None:
    wire = listen(script)
    assert isinstance(told(wire.url), AnswerMissing)
    assert len(wire.requests) == 1


def test_a_provider_that_does_not_read_is_given_up_in_the_middle_of_the_request(listen: Listen) -> None:
    wire = listen(Call.hold)
    assert isinstance(told(wire.url, patience=SHORT, content="x" * 30_000_000), AnswerMissing)


def test_a_large_request_arrives_whole(listen: Listen) -> None:
    wire = listen(answering)
    assert told(wire.url, content="x" * 1_000_000) == Answer(200, b"ok", {"content-length": "2"})
    assert wire.requests[0].endswith(b'"' + b"x" * 1_000_000 + b'"')


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://127.0.0.1:9", SECRET),
        ("http://nowhere.invalid", SECRET),
        ("no address", SECRET),
        ("http://" + "x" * 300, SECRET),
        ("http://127.0.0.1:9", "two\nlines"),
        ("http://127.0.0.1:9", "鍵"),
    ],
)
def test_what_cannot_even_be_sent_was_surely_not_received(url: str, secret: str) -> None:
    with pytest.raises(NotReached) as raised:
        exchange(method="GET", url=url, headers={"Authorization": secret}, patience=LONG)
    assert secret not in str(raised.value)
    assert "127.0.0.1" not in str(raised.value)


@pytest.fixture
def deaf() -> Iterator[int]:
    """The port of an address (127.0.0.1) that answers no greeting: its queue of callers is full."""
    with ExitStack() as closing:
        listener = closing.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port: int = listener.getsockname()[1]
        for _ in range(4):
            caller = closing.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
        yield port


def test_a_connection_that_does_not_come_about_in_time_is_not_reached(deaf: int) -> None:
    assert isinstance(told(f"http://127.0.0.1:{deaf}", patience=SHORT), NotReached)


def test_a_greeting_by_tls_that_is_not_answered_is_not_reached(listen: Listen) -> None:
    wire = listen(Call.hold)
    assert isinstance(told(wire.url.replace("http:", "https:"), patience=SHORT), NotReached)
    assert wire.connections == 1


def test_a_provider_that_does_not_speak_tls_is_not_reached(listen: Listen) -> None:
    wire = listen(lambda call: call.say(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    assert isinstance(told(wire.url.replace("http:", "https:")), NotReached)


Names = Callable[[dict[str, Callable[[], list[str]]]], None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """`names({"host": function})`: what the system's resolver says of a name."""
    real = socket.getaddrinfo

    def known(table: dict[str, Callable[[], list[str]]]) -> None:
        def resolve(host: Any, port: Any, *more: Any) -> Any:
            if host not in table:
                return real(host, port, *more)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in table[host]()]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return known


@pytest.fixture
def elsewhere(deaf: int) -> Iterator[Wire]:
    """A provider in order at 127.0.0.2, on the port of the deaf one."""
    wire = Wire(answering, host="127.0.0.2", port=deaf)
    yield wire
    wire.close()


def test_a_dead_address_leaves_time_for_the_next_one(deaf: int, elsewhere: Wire, names: Names) -> None:
    names({"provider.test": lambda: ["127.0.0.1", "127.0.0.3", "127.0.0.2"]})
    patience = Patience(connect=1.5, exchange=20)
    assert told(f"http://provider.test:{deaf}", patience=patience) == Answer(
        200, b"ok", {"content-length": "2"}
    )
    assert elsewhere.connections == 1


def test_a_name_that_is_not_resolved_in_time_is_not_reached(names: Names) -> None:
    resolved = Event()

    def slowly() -> list[str]:
        resolved.wait()
        return ["127.0.0.1"]

    names({"provider.test": slowly})
    try:
        assert isinstance(told("http://provider.test", patience=SHORT), NotReached)
    finally:
        resolved.set()


def test_nothing_leaves_once_the_time_to_connect_is_over_also_on_an_open_connection(listen: Listen) -> None:
    wire = listen(answering)
    assert isinstance(told(wire.url), Answer)
    assert isinstance(told(wire.url, patience=Patience(connect=0, exchange=20, idle=60)), NotReached)
    assert len(wire.requests) == 1


def test_a_connection_is_used_again(listen: Listen) -> None:
    wire = listen(answering)
    assert [type(told(wire.url)) for _ in range(3)] == [Answer] * 3
    assert (wire.connections, len(wire.requests)) == (1, 3)


def test_a_connection_that_the_provider_closed_while_idle_costs_nothing(listen: Listen) -> None:
    closed = Event()

    def script(call: Call) -> None:
        call.hear()
        call.say(OK)
        call.hang_up()
        closed.set()

    wire = listen(script)
    assert isinstance(told(wire.url), Answer)
    closed.wait()
    assert isinstance(told(wire.url), Answer)
    assert (wire.connections, len(wire.requests)) == (2, 2)


def once(call: Call) -> None:
    """Closes its idle connection in the moment in which the next request is on its way."""
    call.hear()
    call.say(OK)
    call.hear()


@pytest.mark.parametrize(
    ("idle", "second", "connections"),
    [(60, AnswerMissing, 1), (0, Answer, 2)],
)
def test_a_request_that_may_cross_the_providers_goodbye_takes_a_new_connection(
    listen: Listen, idle: float, second: type, connections: int
) -> None:
    wire = listen(once)
    assert isinstance(told(wire.url), Answer)
    assert isinstance(told(wire.url, patience=Patience(connect=20, exchange=20, idle=idle)), second)
    assert wire.connections == connections


def test_one_exchange_leaves_no_trace_in_the_next(listen: Listen) -> None:
    def script(call: Call) -> None:
        while call.hear():
            call.say(
                b"HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
            )

    wire = listen(script)
    assert told(wire.url) == told(wire.url)
    first, second = wire.requests
    assert first == second
    assert b"cookie" not in first.lower()


def test_whose_right_to_send_has_ended_sends_nothing_also_not_on_an_open_connection(listen: Listen) -> None:
    wire = listen(answering)
    url = f"{wire.url}/path"
    assert isinstance(exchange(method="POST", url=url, headers={}, json=1, begin_by=awake() + 20), Answer)
    with pytest.raises(NotReached):
        exchange(method="POST", url=url, headers={}, json=2, begin_by=awake())
    assert len(wire.requests) == 1
