"""Many exchanges at once: in order, each with its own fate, bounded as a whole."""

import signal
import subprocess
import sys
from threading import Barrier, Event, Lock, Thread

from messaging.gateways.line import Answer, AnswerMissing, NotReached, NotStarted, Patience
from messaging.gateways.parallel import Exchanged, Request, exchange_all
from tests.messaging.gateways.conftest import Listen
from tests.messaging.gateways.wire import OK, Call
from tests.stack import ROOT


def path_in(request: bytes) -> bytes:
    return request.split(b" ", 2)[1]


def echo(call: Call) -> None:
    """Answers with the path that was asked for."""
    while request := call.hear():
        path = path_in(request)
        call.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path))


def asked(url: str, count: int) -> list[Request]:
    return [Request("GET", f"{url}/{place}", {}) for place in range(count)]


def bodies(told: list[Exchanged]) -> list[bytes]:
    return [one.body for one in told if isinstance(one, Answer)]


def test_many_are_under_way_at_once_and_their_answers_stand_in_order(listen: Listen) -> None:
    together = Barrier(8)

    def script(call: Call) -> None:
        while request := call.hear():
            together.wait(timeout=30)
            path = path_in(request)
            call.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path))

    told = exchange_all(asked(listen(script).url, 24), concurrency=8)
    assert bodies(told) == [b"/%d" % place for place in range(24)]


def test_no_more_are_under_way_than_allowed(listen: Listen) -> None:
    lock, under_way, most = Lock(), 0, 0

    def script(call: Call) -> None:
        nonlocal under_way, most
        while call.hear():
            with lock:
                under_way += 1
                most = max(most, under_way)
            call.wire.over.wait(0.01)
            with lock:
                under_way -= 1
            call.say(OK)

    told = exchange_all(asked(listen(script).url, 20), concurrency=3)
    assert [type(one) for one in told] == [Answer] * 20
    assert 1 <= most <= 3


def test_nothing_asked_is_nothing_told() -> None:
    assert exchange_all([]) == []


def test_the_misfortune_of_one_is_its_own(listen: Listen) -> None:
    good, cut = listen(echo).url, listen(lambda call: call.hang_up() if call.hear() else None).url
    refused = "http://127.0.0.1:9"
    places = [good, cut, refused, "no address", good]
    told = exchange_all([Request("GET", f"{url}/{place}", {}) for place, url in enumerate(places)])
    assert [type(one) for one in told] == [Answer, AnswerMissing, NotReached, NotReached, Answer]
    assert bodies(told) == [b"/0", b"/4"]


def test_what_has_not_started_in_time_is_surely_not_sent(listen: Listen) -> None:
    def script(call: Call) -> None:
        call.hear()
        call.hold()

    wire = listen(script)
    patience = Patience(connect=1, exchange=1, start=0.5)
    told = exchange_all(asked(wire.url, 5), concurrency=2, patience=patience)
    assert [type(one) for one in told] == [AnswerMissing] * 2 + [NotStarted] * 3
    assert sorted(map(path_in, wire.requests)) == [b"/0", b"/1"]


def test_callers_that_use_up_all_threads_still_get_on(listen: Listen) -> None:
    """Ten callers of 32 want more threads than there are."""
    url = listen(echo).url
    told: list[list[bytes]] = []

    def ask() -> None:
        told.append(bodies(exchange_all(asked(url, 40), concurrency=32)))

    callers = [Thread(target=ask) for _ in range(10)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert told == [[b"/%d" % place for place in range(40)]] * 10


def test_nothing_further_starts_for_a_caller_that_was_interrupted(listen: Listen) -> None:
    both_there, go_on = Barrier(3), Event()

    def script(call: Call) -> None:
        while call.hear():
            if not go_on.is_set():
                both_there.wait(timeout=30)
                go_on.wait()
            call.say(OK)

    wire = listen(script)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.messaging.gateways.interrupting", wire.url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as asking:
        try:
            both_there.wait(timeout=30)
            asking.send_signal(signal.SIGUSR1)
            assert asking.stdout is not None
            assert asking.stdout.readline() == "interrupted\n"
        finally:
            go_on.set()
        assert asking.wait(timeout=60) == 0
    assert sorted(map(path_in, wire.requests)) == [b"/0", b"/1"]


def test_a_forked_worker_has_threads_and_connections_of_its_own(listen: Listen) -> None:
    used: dict[bytes, list[int]] = {}

    def script(call: Call) -> None:
        while request := call.hear():
            used.setdefault(path_in(request), []).append(call.number)
            call.say(OK)

    done = subprocess.run(
        [sys.executable, "-m", "tests.messaging.gateways.forking", listen(script).url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path: len(connections) for path, connections in used.items()} == {
        b"/before": 4,
        b"/child": 4,
        b"/after": 4,
    }
    assert not set(used[b"/child"]) & {*used[b"/before"], *used[b"/after"]}
    # As many of its own as were free; a slower moment may have needed one more.
    assert set(used[b"/after"]) & set(used[b"/before"])
