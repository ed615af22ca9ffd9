"""Every refusal has one shape, whatever refuses."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Scope
from tests.programs import MESSAGES, PROBLEM, Program, problem, program_of, refusal
from tests.shops import Shops

JSON = "application/json"
NOT_JSON = problem(400, "Bad Request", "The body is not JSON.")
NO_SUCH = problem(404, "Not Found", "Not found.")
TWICE = problem(400, "Bad Request", "An object in the body has the same name twice.")
TOO_MANY = problem(400, "Bad Request", "An object in the body has too many names.")
TOO_DEEP = problem(400, "Bad Request", "The body is nested too deeply.")
HALVES = problem(400, "Bad Request", "The body holds half a character (an unpaired surrogate).")
BY_GET_ONLY = problem(405, "Method Not Allowed", 'Method "POST" not allowed.')
CASES: list[tuple[str, str, bytes, str, dict[str, Any]]] = [
    ("GET", "/api/v1/nothing", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("POST", "/api/v1", b"{}", JSON, problem(404, "Not Found", "Not found.")),
    ("BREW", f"{MESSAGES}/", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("GET", f"{MESSAGES}/x", b"", JSON, problem(404, "Not Found", "Not found.")),
    ("GET", "/api/nope", b"", JSON, NO_SUCH),
    ("POST", "/api/", b"{}", JSON, NO_SUCH),
    ("GET", f"{MESSAGES}/0", b"", JSON, NO_SUCH),
    ("GET", f"{MESSAGES}/01", b"", JSON, NO_SUCH),
    ("GET", f"{MESSAGES}/{'9' * 19}", b"", JSON, NO_SUCH),
    ("POST", f"{MESSAGES}/{'9' * 20}/cancel", b"", JSON, NO_SUCH),
    ("POST", "/api/schema/", b"{}", JSON, BY_GET_ONLY),
    ("POST", "/api/docs/", b"{}", JSON, BY_GET_ONLY),
    ("OPTIONS", MESSAGES, b"", JSON, problem(405, "Method Not Allowed", 'Method "OPTIONS" not allowed.')),
    ("DELETE", MESSAGES, b"", JSON, problem(405, "Method Not Allowed", 'Method "DELETE" not allowed.')),
    ("GET", f"{MESSAGES}/batch", b"", JSON, problem(405, "Method Not Allowed", 'Method "GET" not allowed.')),
    ("POST", MESSAGES, b"{", JSON, NOT_JSON),
    ("POST", MESSAGES, b"\xff\xfe", JSON, NOT_JSON),
    ("POST", MESSAGES, b'{"body": NaN}', JSON, NOT_JSON),
    ("POST", MESSAGES, b"[" * 200_000, JSON, NOT_JSON),
    ("POST", MESSAGES, b"[" * 300 + b"]" * 300, JSON, TOO_DEEP),
    ("POST", MESSAGES, b'{"a": ' * 10 + b"[" * 11 + b"]" * 11 + b"}" * 10, JSON, TOO_DEEP),
    ("POST", MESSAGES, b'{"to": "a", "to": "b"}', JSON, TWICE),
    ("POST", f"{MESSAGES}/batch", b'{"messages": [{"to": "a", "to": "a"}]}', JSON, TWICE),
    ("POST", MESSAGES, json.dumps(dict.fromkeys(map(str, range(101)))).encode(), JSON, TOO_MANY),
    ("POST", MESSAGES, b'{"to": ["\\ud800"]}', JSON, HALVES),
    ("POST", MESSAGES, b'{"a\\udfff": 1}', JSON, HALVES),
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


@pytest.mark.parametrize("path", [MESSAGES, "/api/schema/", "/api/nope"])
def test_a_host_that_is_not_ours_is_a_problem_for_programs(shops: Shops, path: str) -> None:
    answer = Client().get(path, headers={"Host": "elsewhere.example", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert answer.json() == problem(400, "Bad Request", "Malformed request.")


@pytest.mark.parametrize("path", ["/nope", "/apinope"])
def test_people_are_answered_with_a_page(shops: Shops, path: str) -> None:
    lost = Client().get(path)
    elsewhere = Client().get(path, headers={"Host": "elsewhere.example"})
    assert [lost.status_code, elsewhere.status_code] == [404, 400]
    assert {one.headers["Content-Type"] for one in (lost, elsewhere)} == {"text/html; charset=utf-8"}


@pytest.mark.parametrize("path", [MESSAGES, "/api/schema/", "/api/docs/"])
def test_who_accepts_none_of_our_forms_is_told_so_as_a_problem(sakura: Program, path: str) -> None:
    answer = sakura.get(path, Accept="image/png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, PROBLEM)
    words = "Could not satisfy the request Accept header."
    assert answer.json() == problem(406, "Not Acceptable", words)


def test_who_accepts_problems_is_answered_as_who_accepts_json(sakura: Program) -> None:
    found = sakura.get(MESSAGES, Accept=f"{PROBLEM};q=0.9")
    refused = sakura.post(MESSAGES, {"to": "x"}, Accept=PROBLEM)
    assert (found.status_code, found.headers["Content-Type"]) == (200, JSON)
    assert found.content == sakura.get(MESSAGES).content
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, PROBLEM)


def test_a_body_in_chunks_is_not_taken_for_none(sakura: Program) -> None:
    answer = sakura.post(MESSAGES, {"to": "09012345678", "body": "x"}, Transfer_Encoding="chunked")
    words = "Say the length of the body (Content-Length): in chunks it cannot be read."
    assert (answer.status_code, answer.json()) == (411, problem(411, "Length Required", words))


def test_what_a_token_may_not_do_counts_as_well(shops: Shops, settings: Settings) -> None:
    settings.API_WRITES_PER_MINUTE = 2
    reader = program_of(shops.sakura, scopes=[Scope.READ])
    answers = [reader.post(MESSAGES, {}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]


def test_at_most_ten_errors_are_named_and_what_they_quote_has_an_end(sakura: Program) -> None:
    unknown = sakura.post(MESSAGES, dict.fromkeys(["n" * 300, *map(str, range(1, 99))], 1))
    words = "There is no such field."
    names = ["n" * 100, *map(str, range(1, 10))]
    assert unknown.json() == refusal(*((name, "unknown_field", words) for name in names))
    [quoted] = sakura.post(MESSAGES, {"to": "0", "body": "x", "purpose": "z" * 9000}).json()["errors"]
    assert quoted == {"field": "purpose", "code": "invalid_choice", "message": '"' + "z" * 499}
    listed = sakura.post(MESSAGES, {"to": "0", "body": "x", "acknowledge": [1] * 100_000})
    words = "Ensure this field has no more than 50 elements."
    assert listed.json() == refusal(("acknowledge", "max_length", words))


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
