"""Every refusal has one shape, whatever refuses."""

from typing import Any

import pytest
from django.test import Client

from tests.programs import MESSAGES, PROBLEM, Program, problem
from tests.shops import Shops

JSON = "application/json"
NOT_JSON = problem(400, "Bad Request", "The body is not JSON.")
CASES: list[tuple[str, str, bytes, str, dict[str, Any]]] = [
    ("GET", "/api/v1/nothing", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("POST", "/api/v1", b"{}", JSON, problem(404, "Not Found", "Not found.")),
    ("BREW", f"{MESSAGES}/", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("GET", f"{MESSAGES}/x", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("OPTIONS", MESSAGES, b"", JSON, problem(405, "Method Not Allowed", 'Method "OPTIONS" not allowed.')),
    ("DELETE", MESSAGES, b"", JSON, problem(405, "Method Not Allowed", 'Method "DELETE" not allowed.')),
    ("GET", f"{MESSAGES}/batch", b"", JSON, problem(405, "Method Not Allowed", 'Method "GET" not allowed.')),
    ("POST", MESSAGES, b"{", JSON, NOT_JSON),
    ("POST", MESSAGES, b"\xff\xfe", JSON, NOT_JSON),
    ("POST", MESSAGES, b'{"body": NaN}', JSON, NOT_JSON),
    ("POST", MESSAGES, b"[" * 200_000, JSON, NOT_JSON),
    ("POST", MESSAGES, b'{"customer": ' + b"9" * 5000 + b"}", JSON, NOT_JSON),
    (
        "POST", MESSAGES, b"to=090", "application/x-www-form-urlencoded",
        problem(415, "Unsupported Media Type",
                'Unsupported media type "application/x-www-form-urlencoded" in request.'),
    ),
    (
        "POST", MESSAGES, b'"' + b"x" * 10_000_001, JSON,
        problem(413, "Request Entity Too Large", "The request is too large."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "path", "body", "media", "expected"), CASES, ids=range(len(CASES)))
def test_what_cannot_be_done_is_answered_as_a_problem(
    sakura: Program, verb: str, path: str, body: bytes, media: str, expected: dict[str, Any]
) -> None:
    answer = sakura.ask(verb, path, body, media)
    assert (answer.json(), answer.status_code) == (expected, expected["status"])
    assert answer.headers["Content-Type"] == PROBLEM


def test_an_address_that_there_is_not_is_so_for_everybody(shops: Shops) -> None:
    answer = Client().get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert answer.json() == problem(404, "Not Found", "Not found.")


def test_people_read_what_is_wrong_in_their_language_and_programs_the_code(sakura: Program) -> None:
    answer = sakura.post(MESSAGES, {"to": "03-1234-5678", "body": "x"}, Accept_Language="ja")
    [error] = answer.json()["errors"]
    assert (error["code"], "携帯" in error["message"]) == ("not_mobile", True)


@pytest.mark.parametrize(("path", "media"), [(MESSAGES, PROBLEM), ("/readyz", "text/html; charset=utf-8")])
def test_our_own_fault_is_a_problem_for_programs_and_a_page_for_people(
    sakura: Program, monkeypatch: pytest.MonkeyPatch, path: str, media: str
) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr("messaging.api.messages.message_page", broken)
    monkeypatch.setattr("smsnotify.health.PROBES", {"database": broken})
    sakura.client.raise_request_exception = False
    answer = sakura.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, media)
    assert "secret" not in answer.content.decode()
    if media == PROBLEM:
        words = "This is our fault. It was written down; please try again later."
        assert answer.json() == problem(500, "Internal Server Error", words)
