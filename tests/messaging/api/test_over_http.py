"""Over real HTTP, several processes: one Idempotency-Key, one message; throttles that count exactly."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
import requests

from tests.programs import problem
from tests.stack import ROOT, Stack, free_port

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

CLIENTS = 20
LIMIT = 7
ASKED = {"to": "090-1234-5678", "body": "二十の端末から一度に"}


class Web:
    """A web process on the stack's database, with an environment of its own."""

    def __init__(self, stack: Stack, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(self.port), "--blocking-threads", "8", "smsnotify.wsgi:application",
            ],
            cwd=ROOT,
            env=stack.environment | environment,
            stdout=(stack.folder / f"web-{self.port}.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=30)


@pytest.fixture
def two_webs(stack: Stack, request: pytest.FixtureRequest) -> Iterator[list[Web]]:
    environment: dict[str, str] = getattr(request, "param", {})
    webs = [Web(stack, **environment) for _ in range(2)]
    try:
        stack.wait_for(lambda: all(web.answers() for web in webs), "two web processes")
        yield webs
    finally:
        for web in webs:
            web.end()


def token_on(stack: Stack, scopes: str = "send,read") -> dict[str, str]:
    made = json.loads(
        stack.manage("create_token", "sakura-auto", "--name", "test", "--scopes", scopes, "--json")
    )
    return {"Authorization": f"Bearer {made['token']}"}


def test_one_key_from_twenty_clients_at_once_makes_one_message(stack: Stack, two_webs: list[Web]) -> None:
    headers = token_on(stack) | {"Idempotency-Key": "twenty-clients"}

    def sent(client: int) -> tuple[list[int], bytes]:
        """Every status until it was answered, and the answer."""
        statuses = []
        while True:
            web = two_webs[client % 2]
            answer = requests.post(f"{web.address}/api/v1/messages", json=ASKED, headers=headers, timeout=30)
            statuses.append(answer.status_code)
            if answer.status_code != 409:
                return statuses, answer.content
            assert answer.headers["Retry-After"] == "1"

    with ThreadPoolExecutor(CLIENTS) as pool:
        answered = list(pool.map(sent, range(CLIENTS)))
    assert {statuses[-1] for statuses, _ in answered} == {202}
    assert {status for statuses, _ in answered for status in statuses} <= {202, 409}
    assert len({body for _, body in answered}) == 1
    made = stack.rows("SELECT message_id FROM messaging_messagetext WHERE body = %s", ASKED["body"])
    assert made == [(json.loads(answered[0][1])["id"],)]


def test_a_body_in_chunks_is_refused_and_not_taken_for_none(stack: Stack, two_webs: list[Web]) -> None:
    [web, _] = two_webs
    body = iter([b'{"to": "090-1234-5678", ', b'"body": "in chunks"}'])
    headers = token_on(stack) | {"Content-Type": "application/json", "Accept-Language": "en"}
    answer = requests.post(f"{web.address}/api/v1/messages", data=body, headers=headers, timeout=30)
    words = "Say the length of the body (Content-Length): in chunks it cannot be read."
    assert (answer.status_code, answer.json()) == (411, problem(411, "Length Required", words))


@pytest.mark.parametrize(
    "two_webs", [{"API_WRITES_PER_MINUTE": str(LIMIT), "API_READS_PER_MINUTE": "3"}], indirect=True
)
def test_throttles_count_exactly_over_two_processes_and_say_when_to_go_on(
    stack: Stack, two_webs: list[Web]
) -> None:
    first, second = token_on(stack), token_on(stack)

    def asked(verb: str, headers: dict[str, str], number: int) -> requests.Response:
        web = two_webs[number % 2]
        return requests.request(
            verb,
            f"{web.address}/api/v1/messages" + ("/preview" if verb == "POST" else ""),
            json=ASKED if verb == "POST" else None,
            headers=headers | {"Accept-Language": "en"},
            timeout=30,
        )

    with ThreadPoolExecutor(8) as pool:
        writes = list(pool.map(lambda n: asked("POST", first, n), range(3 * LIMIT)))
        reads = list(pool.map(lambda n: asked("GET", first, n), range(9)))
    assert Counter(answer.status_code for answer in writes) == {200: LIMIT, 429: 2 * LIMIT}
    assert Counter(answer.status_code for answer in reads) == {200: 3, 429: 6}
    refused = next(answer for answer in writes if answer.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    body: dict[str, Any] = refused.json()
    assert (body["title"], body["status"], body["errors"]) == ("Too Many Requests", 429, [])
    # Another token has a count of its own, and the first one's begins anew when its window is over.
    assert asked("POST", second, 0).status_code == 200
    with redis.Redis.from_url(stack.redis_client_url) as client:
        counted = list(client.scan_iter("smsnotify:api:*"))
        assert all(0 < client.ttl(key) <= 60 for key in counted)
        client.delete(*counted)
    assert asked("POST", first, 1).status_code == 200


@pytest.mark.parametrize(
    "two_webs",
    [{"API_WRITES_PER_MINUTE": "1", "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}],
    indirect=True,
)
def test_without_redis_programs_are_answered_and_a_line_says_that_nothing_is_counted(
    stack: Stack, two_webs: list[Web]
) -> None:
    headers = token_on(stack)
    [web, _] = two_webs
    answers = [
        requests.post(f"{web.address}/api/v1/messages", json=ASKED, headers=headers, timeout=30)
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [202] * 3
    log = (stack.folder / f"web-{web.port}.log").read_text()
    assert "requests of programs are not throttled: ConnectionError" in log
