"""Templates for programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from templates_app.models import Template, TemplateVersion
from tests.programs import Program, program_of
from tests.shops import Shops
from tests.templates_app.written import BODY, a_template

pytestmark = pytest.mark.django_db
TEMPLATES = "/api/v1/templates"


@pytest.fixture
def admin(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.ADMIN], name="office")


def codes(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_a_template_is_made_changed_archived_and_restored(shops: Shops, admin: Program) -> None:
    made = admin.post(TEMPLATES, {"name": "整備完了", "category": "整備", "body": BODY})
    assert made.status_code == 201
    answer = made.json()
    assert {
        name: answer[name] for name in ("version", "purpose", "language", "merge_fields", "archived_at")
    } == {
        "version": 1,
        "purpose": "notice",
        "language": "ja",
        "merge_fields": ["宛名", "店舗名"],
        "archived_at": None,
    }
    path = f"{TEMPLATES}/{answer['id']}"
    changed = admin.ask("PATCH", path, '{"body": "新しい文章です。", "for_appointments": true}').json()
    assert changed == answer | {
        "version": 2,
        "body": "新しい文章です。",
        "merge_fields": [],
        "for_appointments": True,
        "changed_at": changed["changed_at"],
    }
    assert admin.ask("PATCH", path, '{"body": "新しい文章です。"}').json() == changed
    assert admin.get(path).json() == changed
    archived = admin.post(f"{path}/archive").json()
    assert archived["archived_at"] is not None
    assert admin.post(f"{path}/archive").json() == archived
    assert admin.post(f"{path}/restore").json() == changed
    with store_scope(shops.sakura.pk):
        assert list(TemplateVersion.objects.order_by("number").values_list("number", "token__name")) == [
            (1, "office"),
            (2, "office"),
        ]


def test_what_is_wrong_is_named_by_field_and_code_and_nothing_is_made(shops: Shops, admin: Program) -> None:
    a_template(shops.sakura_owner, "整備完了")
    refused = {
        "unknown": codes(admin.post(TEMPLATES, {"name": "x", "body": "[[氏名さま]][[氏名"})),
        "long": codes(admin.post(TEMPLATES, {"name": "x", "body": "あ" * 661})),
        "taken": codes(admin.post(TEMPLATES, {"name": "整備完了", "body": "x"})),
        "missing": codes(admin.post(TEMPLATES, {"name": "x"})),
        "blank": codes(admin.post(TEMPLATES, {"name": "x", "body": " \n"})),
        "misspelt": codes(admin.post(TEMPLATES, {"name": "x", "body": "x", "boby": "y"})),
    }
    assert refused == {
        "unknown": [("body", "unknown_field"), ("body", "unclosed")],
        "long": [("body", "invalid")],
        "taken": [("name", "invalid")],
        "missing": [("body", "required")],
        "blank": [("body", "invalid")],
        "misspelt": [("boby", "unknown_field")],
    }
    with store_scope(shops.sakura.pk):
        assert Template.objects.count() == 1


def test_who_sends_reads_templates_and_only_an_administrator_writes_them(shops: Shops) -> None:
    template = a_template(shops.sakura_owner)
    path = f"{TEMPLATES}/{template.pk}"
    found = {}
    for scope in Scope:
        program = program_of(shops.sakura, scopes=[scope])
        answers = (
            program.get(path),
            program.get("/api/v1/merge-fields"),
            program.ask("PATCH", path, '{"category": "x"}'),
            program.post(f"{path}/archive"),
        )
        found[scope.value] = [answer.status_code for answer in answers]
    assert found == {
        "send": [200, 200, 403, 403],
        "read": [403] * 4,
        "customers": [403] * 4,
        "campaigns": [403] * 4,
        "admin": [200] * 4,
    }


def test_the_newest_come_first_page_by_page_and_three_take_as_many_queries_as_one(
    shops: Shops, admin: Program
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert admin.get(TEMPLATES).status_code == 200
        return len(caught)

    first = a_template(shops.sakura_owner)
    queries()
    one = queries()
    others = [a_template(shops.sakura_owner, body=f"{number}[[宛名]]") for number in range(2)]
    assert queries() == one
    page = admin.get(TEMPLATES, {"limit": 2}).json()
    assert [row["id"] for row in page["results"]] == [others[1].pk, others[0].pk]
    rest = admin.get(page["next"]).json()
    assert [row["id"] for row in rest["results"]] == [first.pk]
    assert rest["next"] is None


def test_the_fields_that_a_text_may_name_are_listed_with_an_example(shops: Shops) -> None:
    program = program_of(shops.sakura)
    fields = {field["name"]: field for field in program.get("/api/v1/merge-fields").json()["results"]}
    assert {"氏名", "宛名", "店舗名", "担当者", "予約日時"} <= set(fields)
    assert "顧客名" in fields["氏名"]["names"]
