"""The real web process: every answered tap has its hit, whatever is killed, stopped or frozen meanwhile."""

import http.client
import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest

from tests.stack import Stack
from tests.tracking.redirects.conftest import PERSON, TARGET

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

_CODES = 400


@dataclass(frozen=True)
class Taps:
    """What each code was answered: a status, or None where no answer came."""

    answers: dict[str, int | None]

    @property
    def sent_on(self) -> set[str]:
        return {code for code, status in self.answers.items() if status == 302}

    @property
    def counts(self) -> dict[int | None, int]:
        return dict(Counter(self.answers.values()))


def tap(port: int, code: str) -> int | None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", f"/s/{code}", headers={"User-Agent": PERSON})
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return None
    else:
        if answer.status == 302:
            assert answer.headers["Location"] == TARGET
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) > 0
        return answer.status
    finally:
        line.close()


def tap_all(stack: Stack, codes: list[str], lines: int = 32) -> Taps:
    with ThreadPoolExecutor(lines) as threads:
        found = threads.map(lambda code: tap(stack.web_port, code), codes)
        return Taps(dict(zip(codes, found, strict=True)))


@pytest.fixture
def codes(stack: Stack) -> list[str]:
    """Codes of one address, in the demo's first store; nothing but a web process runs."""
    with stack.connect() as connection:
        [(store_id, target_id)] = connection.execute(
            "INSERT INTO tracking_linktarget (store_id, url, origin, position, unique_codes, made_at) "
            "SELECT min(id), %s, NULL, 1, FALSE, now() FROM accounts_store RETURNING store_id, id",
            [TARGET],
        ).fetchall()
        made = [
            f"{int(str(target_id)) % 10**4:04d}{number:04d}".translate(_AS_LETTERS)
            for number in range(_CODES)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO tracking_shortlink (store_id, target_id, code) VALUES (%s, %s, %s)",
                [(store_id, target_id, code) for code in made],
            )
    stack.start("web")
    return made


_AS_LETTERS = str.maketrans("0123456789", "abcdefghij")


def hits(stack: Stack, codes: list[str]) -> dict[str, int]:
    rows = stack.rows(
        "SELECT link.code, count(*) FROM tracking_hit AS hit JOIN tracking_shortlink AS link ON link.id = hit.link_id "
        "WHERE link.code = ANY(%s) GROUP BY link.code",
        codes,
    )
    return {str(code): int(str(count)) for code, count in rows}


def test_taps_at_once_are_all_kept_exactly_once(stack: Stack, codes: list[str]) -> None:
    taps = tap_all(stack, codes)
    assert taps.counts == {302: _CODES}
    assert hits(stack, codes) == dict.fromkeys(codes, 1)
    # One connection for all threads' hits, beside those that Django's pages have.
    names = stack.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND query LIKE '%%WITH asked AS%%' "
        "AND pid <> pg_backend_pid()",
        stack.name,
    )
    assert names == [(1,)]


def test_what_was_answered_before_a_kill_is_kept(stack: Stack, codes: list[str]) -> None:
    with ThreadPoolExecutor(1) as beside:
        tapping = beside.submit(tap_all, stack, codes)
        stack.wait_for(lambda: len(hits(stack, codes)) > 40, "some hits")
        stack.kill("web")
        taps = tapping.result()
    kept = hits(stack, codes)
    assert None in taps.counts
    assert taps.sent_on <= set(kept)
    assert set(kept.values()) == {1}
    stack.start("web")
    rest = [code for code in codes if code not in kept]
    assert tap_all(stack, rest).counts == {302: len(rest)}
    assert hits(stack, codes) == dict.fromkeys(codes, 1)


def test_a_server_that_is_told_to_end_answers_what_it_has_taken(stack: Stack, codes: list[str]) -> None:
    with ThreadPoolExecutor(1) as beside:
        tapping = beside.submit(tap_all, stack, codes)
        stack.wait_for(lambda: len(hits(stack, codes)) > 40, "some hits")
        os.killpg(stack.running["web"].pid, signal.SIGTERM)
        taps = tapping.result()
    stack.running.pop("web").wait(timeout=30)
    assert taps.sent_on == set(hits(stack, codes))
    assert set(taps.counts) == {302, None}


def test_hung_up_by_the_server_the_line_is_opened_again(stack: Stack, codes: list[str]) -> None:
    assert tap(stack.web_port, codes[0]) == 302
    with stack.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [stack.name],
        )
    assert tap(stack.web_port, codes[1]) == 302
    assert hits(stack, codes[:2]) == dict.fromkeys(codes[:2], 1)


def test_without_an_answer_of_the_database_everybody_is_told_soon_and_nobody_waits_on(
    stack: Stack, codes: list[str]
) -> None:
    """A lock that nobody gives back stands for a database that is slow, or frozen."""
    with stack.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE tracking_hit IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        taps = tap_all(stack, codes[:64], lines=64)
        assert taps.counts == {503: 64}
        # No thread is held by it: a page that needs no database answers.
        assert http_status(stack, "/healthz") == 200
        assert time.monotonic() - began < 60
    stack.wait_for(lambda: tap(stack.web_port, codes[100]) == 302, "the way to be free")
    assert hits(stack, codes) == {codes[100]: 1}


def http_status(stack: Stack, path: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", stack.web_port, timeout=30)
    line.request("GET", path)
    return line.getresponse().status


def test_no_database_no_redirect(stack: Stack, codes: list[str]) -> None:
    """Nobody is sent on whose hit is not kept."""
    assert tap(stack.web_port, codes[0]) == 302
    at = stack.database | {"dbname": "postgres"}
    with psycopg.connect(**at, autocommit=True) as server:  # type: ignore[arg-type]
        server.execute(f'ALTER DATABASE "{stack.name}" ALLOW_CONNECTIONS FALSE')
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [stack.name]
            )
            assert tap_all(stack, codes[1:20]).counts == {503: 19}
        finally:
            server.execute(f'ALTER DATABASE "{stack.name}" ALLOW_CONNECTIONS TRUE')
    stack.wait_for(lambda: tap(stack.web_port, codes[1]) == 302, "the database again")
    assert hits(stack, codes) == {codes[0]: 1, codes[1]: 1}
