"""Saved searches for programs."""

from typing import Any

import pytest

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from tests.customers.searches.conftest import Garage, minivan_due_soon
from tests.programs import Program, program_of, refusal
from tests.shops import Shops

SEGMENTS = "/api/v1/segments"


@pytest.fixture
def program(shops: Shops, garage: Garage) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def made(program: Program, garage: Garage, **further: Any) -> Any:
    answer = program.post(SEGMENTS, {"name": "minivans", "criteria": minivan_due_soon(garage)} | further)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_search_is_saved_read_listed_and_put_away(program: Program, garage: Garage) -> None:
    segment = made(program, garage, columns=["customer.name"])
    one = f"{SEGMENTS}/{segment['id']}"
    assert (segment["criteria"], segment["columns"], segment["broken"]) == (
        minivan_due_soon(garage), ["customer.name"], [],
    )  # fmt: skip
    assert program.get(one).json() == segment
    assert program.get(SEGMENTS).json() == {"results": [segment], "next": None, "previous": None}
    put_away = program.post(f"{one}/archive").json()
    assert put_away["archived_at"] is not None
    assert program.get(SEGMENTS).json()["results"] == []


def test_whom_it_finds_comes_a_page_at_a_time_and_counted(program: Program, garage: Garage) -> None:
    everybody = {"not": {"field": "customer.name", "operator": "contains", "value": "田中"}}
    segment = made(program, garage, criteria=everybody)
    one = f"{SEGMENTS}/{segment['id']}"
    first = program.get(f"{one}/customers", {"limit": 2}).json()
    second = program.get(first["next"].replace("http://testserver", "")).json()
    names = [customer["name"] for customer in first["results"] + second["results"]]
    assert names == ["佐藤 花子", "鈴木 次郎", "山田 太郎"]
    assert (second["next"], second["previous"] is not None) == (None, True)
    assert program.get(f"{one}/count").json() == {"count": 3}
    preview = program.post(f"{SEGMENTS}/preview", {"criteria": minivan_due_soon(garage)})
    assert preview.json() == {"count": 1}


def test_what_is_wrong_is_named_with_its_place(program: Program, garage: Garage) -> None:
    criteria = {
        "all": [
            {"field": "customer.colour", "operator": "yes"},
            {"field": f"due.{garage.inspection.pk}", "operator": "overdue"},
            {"field": "customer.sms_flag", "operator": "contains", "value": "x"},
            {"field": "customer.name", "operator": "contains"},
            {"field": "contact.last_texted_at", "operator": "within_last_days", "value": -1},
            {"none": []},
        ]
    }
    answer = program.post(f"{SEGMENTS}/preview", {"criteria": criteria})
    found = [(error["field"], error["code"]) for error in answer.json()["errors"]]
    assert found == [
        ("criteria.all.0.field", "unknown_field"),
        ("criteria.all.1.field", "wrong_place"),
        ("criteria.all.2.operator", "unknown_operator"),
        ("criteria.all.3.value", "text_missing"),
        ("criteria.all.4.value", "days_wanted"),
        ("criteria.all.5", "not_a_condition"),
    ]


@pytest.mark.parametrize("criteria", [None, [], "x", 1, {}, {"all": []}, {"all": [1]}, {"field": {}}])
def test_what_is_no_criteria_is_refused(program: Program, criteria: Any) -> None:
    assert program.post(f"{SEGMENTS}/preview", {"criteria": criteria}).status_code == 422


def test_too_deep_and_too_many_are_refused(program: Program) -> None:
    flag: dict[str, Any] = {"field": "customer.sms_flag", "operator": "yes"}
    deep = flag
    for _level in range(6):
        deep = {"not": deep}
    for criteria, code in ((deep, "too_deep"), ({"all": [flag] * 51}, "too_many")):
        answer = program.post(f"{SEGMENTS}/preview", {"criteria": criteria})
        assert [error["code"] for error in answer.json()["errors"]] == [code]


def test_one_whose_attribute_was_removed_says_so_and_does_not_run(program: Program, garage: Garage) -> None:
    segment = made(program, garage)
    with store_scope(garage.store.pk):
        garage.body.delete()
    one = f"{SEGMENTS}/{segment['id']}"
    said = "“車両 / 車種” is no longer there. Remove this condition, or choose another."
    error = ("criteria.asset.all.0.field", "unknown_field", said)
    for path in ("count", "customers"):
        answer = program.get(f"{one}/{path}")
        assert (answer.status_code, answer.json()) == (422, refusal(error))
    assert program.get(one).json()["broken"] == refusal(error)["errors"]


def test_a_change_leaves_what_it_does_not_name(program: Program, garage: Garage) -> None:
    segment = made(program, garage)
    one = f"{SEGMENTS}/{segment['id']}"
    changed = program.ask("PATCH", one, '{"name": "other"}').json()
    assert changed == segment | {"name": "other", "updated_at": changed["updated_at"]}
    refused = program.ask("PATCH", one, '{"columns": ["customer.colour"]}')
    assert [error["field"] for error in refused.json()["errors"]] == ["columns"]
    assert program.get(one).json() == changed
