"""Imports by programs: taken, refused, repeated, read, cancelled."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry, Scope
from accounts.tenancy.scope import store_scope
from customers.domain.imports.run import run_import
from customers.models import AssetKind, Customer, Import, Upload
from tests.customers.import_screens.brought import brought
from tests.customers.import_screens.conftest import HANAKO, HEAD, TARO
from tests.programs import PROBLEM, Program, program_of, refusal
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_sakura")

IMPORTS = "/api/v1/imports"
FAULTY = HEAD + TARO + HANAKO + "A-3,三郎,03-1234-5678\n" + TARO


@pytest.fixture
def till(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def form(content: str = HEAD + TARO, **fields: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("顧客.csv", content.encode()), **fields}


def test_a_file_is_taken_with_202_and_told_of_until_its_end(shops: Shops, till: Program) -> None:
    answer = till.send(IMPORTS, form(FAULTY))
    made = Import.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"id": made.pk, "status": "queued"})
    run_import(made.pk)
    told = till.get(f"{IMPORTS}/{made.pk}").json()
    moments = {name: told.pop(name) for name in ("created_at", "started_at", "finished_at")}
    assert all(moment.endswith("+09:00") for moment in moments.values())
    assert told == {
        "id": made.pk,
        "status": "finished",
        "kind": "customers",
        "file_name": "顧客.csv",
        "dry_run": False,
        "progress": 1.0,
        "rows": 4,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 1,
        "rejected": 1,
        "consents": 0,
        "failure": None,
    }
    assert AuditEntry.objects.filter(action="import.finished").get().actor_name == till.token.shown_name
    rejected = till.get(f"{IMPORTS}/{made.pk}/rejected.csv")
    lines = b"".join(rejected.streaming_content).decode("utf-8-sig").splitlines()
    assert (rejected["Content-Type"], lines[0]) == (
        "text/csv; charset=utf-8",
        "顧客番号,氏名,携帯電話,取り込めなかった理由",
    )
    assert lines[1].startswith("A-3,三郎,03-1234-5678,")
    assert till.get(f"{IMPORTS}/{made.pk}/rejected.csv", Accept="text/csv").status_code == 200


def test_a_dry_run_changes_nothing(till: Program) -> None:
    made = till.send(IMPORTS, form(FAULTY, dry_run="true")).json()["id"]
    run_import(made)
    told = till.get(f"{IMPORTS}/{made}").json()
    assert (told["dry_run"], told["created"], Customer.objects.count()) == (True, 2, 0)


def test_columns_are_named_and_those_left_out_are_not_imported(till: Program) -> None:
    mapping = {"顧客番号": "number", "氏名": "company_name", "携帯電話": ""}
    made = till.send(IMPORTS, form(mapping=json.dumps(mapping), empty_clears="true")).json()["id"]
    kept = Import.objects.get(pk=made)
    assert (kept.mapping, kept.options) == ({"0": "number", "1": "company_name"}, {"empty_clears": True})


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"mapping": "[1]"}, ("mapping", "invalid")),
        ({"mapping": '{"氏名": 1}'}, ("mapping", "invalid")),
        ({"mapping": '{"名前": "name"}'}, ("mapping.名前", "no_such_column")),
        ({"mapping": '{"携帯電話": "attribute:1"}'}, ("mapping.携帯電話", "no_such_target")),
        ({"mapping": '{"氏名": "name"}'}, ("mapping", "no_key_column")),
        ({"kind": "audience"}, ("kind", "invalid_choice")),
        ({"dryrun": "1"}, ("dryrun", "unknown_field")),
        ({"dry_run": ["true", "false"]}, ("dry_run", "repeated")),
        ({"consent_date": "tomorrow"}, ("consent_date", "invalid")),
        ({"list": "1000000"}, ("list", "no_such_list")),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_kept(
    till: Program, fields: dict[str, Any], error: tuple[str, str]
) -> None:
    answer = till.send(IMPORTS, form(**fields))
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [error]
    assert (Import.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(till: Program) -> None:
    answer = till.send(IMPORTS, form(""))
    assert (answer.status_code, answer.json()) == (
        422,
        refusal(("file", "empty_file", "There is nothing in this file.")),
    )
    assert (Import.objects.count(), Upload.objects.count()) == (0, 0)


def test_without_a_file_with_json_or_with_two_files_it_is_refused(till: Program) -> None:
    two = form() | {"other": SimpleUploadedFile("b.csv", b"x")}
    answers = [till.send(IMPORTS, {"kind": "customers"}), till.post(IMPORTS, {}), till.send(IMPORTS, two)]
    assert [answer.status_code for answer in answers] == [422, 415, 400]
    assert {answer["Content-Type"] for answer in answers} == {PROBLEM}


def test_a_body_in_chunks_is_refused_as_everywhere(till: Program) -> None:
    assert till.send(IMPORTS, form(), Transfer_Encoding="chunked").status_code == 411


def test_a_repeated_request_with_its_key_is_one_import_and_another_file_is_refused(till: Program) -> None:
    first, again = (till.send(IMPORTS, form(), Idempotency_Key="list-1") for _ in range(2))
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    other = till.send(IMPORTS, form(HEAD + HANAKO), Idempotency_Key="list-1")
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "key_used")
    assert Import.objects.count() == 1


def test_the_list_goes_by_pages_and_holds_peoples_imports_too(shops: Shops, till: Program) -> None:
    made = [brought(shops.sakura_manager).pk for _ in range(3)]
    brought(shops.midori_manager)
    page = till.get(IMPORTS, {"limit": 2}).json()
    assert [one["id"] for one in page["results"]] == [made[2], made[1]]
    rest = till.get(page["next"].removeprefix("http://testserver")).json()
    assert ([one["id"] for one in rest["results"]], rest["next"]) == ([made[0]], None)


def test_it_is_cancelled_once_and_then_it_has_ended(till: Program) -> None:
    made = till.send(IMPORTS, form()).json()["id"]
    answer = till.post(f"{IMPORTS}/{made}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    again = till.post(f"{IMPORTS}/{made}/cancel")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "has_ended")
    assert till.get(f"{IMPORTS}/{made}/rejected.csv").status_code == 404


def test_the_scope_customers_is_asked_for(shops: Shops) -> None:
    reader = program_of(shops.sakura, scopes=[Scope.READ, Scope.SEND])
    made = brought(shops.sakura_manager).pk
    answers = [
        reader.get(IMPORTS),
        reader.get(f"{IMPORTS}/{made}"),
        reader.get(f"{IMPORTS}/{made}/rejected.csv"),
        reader.send(IMPORTS, form()),
        reader.post(f"{IMPORTS}/{made}/cancel"),
    ]
    assert {answer.status_code for answer in answers} == {403}


def test_another_stores_kind_of_asset_is_none(shops: Shops, till: Program) -> None:
    AssetKind.objects.create(name="車両")
    with store_scope(shops.midori.pk):
        theirs = AssetKind.objects.create(name="車両")
    answer = till.send(IMPORTS, form("携帯,車名\n090-1234-5678,プリウス\n", asset_kind=theirs.pk))
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [
        ("asset_kind", "asset_kind_missing")
    ]
    assert Import.objects.count() == 0
