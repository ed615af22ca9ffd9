"""Whatever comes in, the answer is a 4xx in JSON, nothing is accepted, and the process stays up."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.simulator.process import Simulator

GOOD = {"from": "SHOP", "to": "+819012345678", "text": "本文", "reference": "r1"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"\xff\xfe\x00",
        b'{"from": "SHOP"',
        b"[" * 100_000,
        b"[]",
        b"null",
        b"1" * 5000,
        b'"text"',
    ],
)
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/batches", "/v1/reports/query", "/control"])
def test_a_body_that_is_no_json_object_is_400(running_simulator: Simulator, path: str, body: bytes) -> None:
    answer = running_simulator.post(path, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (400, "error")


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": None},
        {"from": ""},
        {"from": "S" * 33},
        {"from": "S\x00"},
        {"to": None},
        {"to": 819012345678},
        {"to": ["+819012345678"]},
        {"to": "+" + "8" * 10_000},
        {"text": None},
        {"text": 5},
        {"text": {"a": 1}},
        {"reference": None},
        {"reference": ""},
        {"reference": "r" * 65},
        {"reference": 7},
        {"reference": "\ud800"},
        {"receipts_url": "ftp://example.com/"},
        {"receipts_url": "http://"},
        {"receipts_url": "http://[::1"},
        {"receipts_url": "http://example.com:99999/"},
        {"receipts_url": "http://example.com/\r\nX: y"},
        {"receipts_url": 5},
        {"replies_url": "javascript:alert(1)"},
        {"replies_url": "http://" + "a" * 2000},
    ],
)
def test_a_malformed_message_is_400_alone_and_in_a_batch(simulator: Simulator, wrong: dict[str, Any]) -> None:
    message = GOOD | wrong
    outer = {name: message.pop(name) for name in ("from", "receipts_url", "replies_url") if name in message}
    alone = simulator.post("/v1/messages", json=message | outer)
    batch = simulator.post("/v1/batches", json={**outer, "messages": [dict(GOOD), message]})
    assert [(answer.status_code, answer.json()["code"]) for answer in (alone, batch)] == [
        (400, "malformed"),
        (400, "malformed"),
    ]
    assert simulator.totals()["accepted"] == 0


@pytest.mark.parametrize("messages", [None, [], {}, "text", [5], [None], [[]]])
def test_a_batch_without_messages_is_400(running_simulator: Simulator, messages: object) -> None:
    answer = running_simulator.post("/v1/batches", json={"from": "SHOP", "messages": messages})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("references", [None, "r1", [1], [""], ["r" * 65], [None]])
def test_a_query_without_references_is_400(running_simulator: Simulator, references: object) -> None:
    answer = running_simulator.post("/v1/reports/query", json={"references": references})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_query_for_too_many_references_is_422(simulator: Simulator) -> None:
    answer = simulator.post("/v1/reports/query", json={"references": ["r"] * 1001})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_references")


def test_a_body_over_the_limit_is_413(simulator: Simulator) -> None:
    body = json.dumps(GOOD | {"text": "a" * 9_000_000}).encode()
    answer = simulator.post("/v1/messages", data=body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_client_that_leaves_in_the_middle_of_its_request_does_no_harm(simulator: Simulator) -> None:
    address = urlsplit(simulator.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
        client.sendall(
            b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: 99\r\n\r\n{"
        )
    assert simulator.get("/healthz").json() == {"status": "ok"}
    assert "Traceback" not in simulator.said()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/handsets/abc.json", 404),
        ("GET", "/handsets/+81901234567890123.json", 404),
        ("GET", "/static/../__main__.py", 404),
        ("GET", "/static/%2e%2e/__main__.py", 404),
        ("DELETE", "/control", 405),
        ("PUT", "/v1/messages", 405),
    ],
)
def test_an_unknown_address_is_an_error_in_json(
    simulator: Simulator, method: str, path: str, status: int
) -> None:
    answer = simulator.session.request(method, simulator.url + path, timeout=5)
    assert (answer.status_code, answer.json()["status"]) == (status, "error")
