"""What programs read of a short link."""

from datetime import UTC, datetime

import pytest

from accounts.models import Scope
from tests.messaging.factories import make_message
from tests.programs import Program, problem, program_of, refusal
from tests.shops import Shops
from tests.tracking.tapped import URL, make_code, make_hits, make_target
from tracking.models import HitKind

# 11:30 in Tokyo.
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.fixture
def program(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.READ])


def test_a_link_has_its_figures_and_its_hits_the_newest_first(shops: Shops, program: Program) -> None:
    message = make_message(shops.sakura_staff)
    link = make_code(make_target(shops.sakura_staff, origin=message.dispatch_id), message)
    make_hits(link, [HitKind.PREVIEW, HitKind.PERSON], at=AT)
    answer = program.get(f"/api/v1/links/{link.code}/hits")
    hit = {"evidence": "browser", "method": "GET", "agent": "Mozilla/5.0 (iPhone)"}
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "code": link.code,
            "url": f"http://127.0.0.1:8000/s/{link.code}",
            "target": URL,
            "message": message.pk,
            "hits": 2,
            "taps": 1,
            "people": 1,
            "previews": 1,
            "scans": 0,
            "unclear": 0,
            "first_click_at": "2026-11-20T11:31:00.000+09:00",
            "last_click_at": "2026-11-20T11:31:00.000+09:00",
            "results": [
                {"at": "2026-11-20T11:31:00.000+09:00", "kind": "person"} | hit,
                {"at": "2026-11-20T11:30:00.000+09:00", "kind": "preview"} | hit,
            ],
            "next": None,
            "previous": None,
        },
    )


def test_hits_come_a_page_at_a_time(shops: Shops, program: Program) -> None:
    link = make_code(make_target(shops.sakura_staff, unique=False))
    make_hits(link, [HitKind.PERSON, HitKind.SCANNER, HitKind.UNKNOWN], at=AT)
    path = f"/api/v1/links/{link.code}/hits"
    first = program.get(path, {"limit": 2}).json()
    assert [hit["kind"] for hit in first["results"]] == ["unknown", "scanner"]
    assert (first["message"], first["people"], first["taps"], first["unclear"]) == (None, None, 1, 1)
    rest = program.get(first["next"].removeprefix("http://testserver")).json()
    assert ([hit["kind"] for hit in rest["results"]], rest["next"]) == (["person"], None)
    back = program.get(rest["previous"].removeprefix("http://testserver")).json()
    assert back["results"] == first["results"]


@pytest.mark.parametrize("code", ["zzzzzzzz", "short", "t-0000001", "toolong123"])
def test_what_is_no_code_is_not_found(program: Program, code: str) -> None:
    answer = program.get(f"/api/v1/links/{code}/hits")
    assert (answer.status_code, answer.json()) == (404, problem(404, "Not Found", "Not found."))


def test_a_made_up_page_and_an_unknown_question_are_refused(shops: Shops, program: Program) -> None:
    link = make_code(make_target(shops.sakura_staff))
    path = f"/api/v1/links/{link.code}/hits"
    cursor = program.get(path, {"cursor": "made-up"})
    assert (cursor.status_code, [one["field"] for one in cursor.json()["errors"]]) == (422, ["cursor"])
    unknown = program.get(path, {"kind": "person"})
    assert (unknown.status_code, unknown.json()) == (
        422,
        refusal(("kind", "unknown_field", "There is no such field.")),
    )


def test_a_token_that_may_not_read_sees_nothing(shops: Shops) -> None:
    link = make_code(make_target(shops.sakura_staff))
    customers_only = program_of(shops.sakura, scopes=[Scope.CUSTOMERS], name="crm")
    assert customers_only.get(f"/api/v1/links/{link.code}/hits").status_code == 403
