"""Customers and assets over the API: the same rules as the pages, in the shape of programs."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from customers.domain.definitions.set_defaults import set_flag_defaults
from customers.models import Asset, Customer
from tests.customers.entered import entered
from tests.customers.records.defined import attribute, audited, dues_kept, vehicle, vehicles
from tests.programs import Program, problem, program_of, refusal
from tests.shops import Shops

API = "/api/v1"
PHONE = "+819012345678"


@pytest.fixture
def keeper(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS], name="till")


def patch(program: Program, path: str, body: Any) -> Any:
    return program.ask("PATCH", path, json.dumps(body))


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def test_a_customer_is_entered_read_and_changed_with_attributes_by_name(
    shops: Shops, keeper: Program
) -> None:
    attribute(shops.sakura, "会員ランク", "choice", choices=["金", "銀"])
    attribute(shops.sakura, "来店回数", "number", position=1)
    made = keeper.post(
        f"{API}/customers",
        {
            "number": " K-1 ",
            "name": "山田　太郎",
            "kana": "ﾔﾏﾀﾞ ﾀﾛｳ",
            "mobile": "090-1234-5678",
            "landline": "03-1234-5678",
            "staff": "STAFF@sakura-auto.example",
            "attributes": {"会員ランク": "金", "来店回数": 3},
        },
    )
    assert made.status_code == 201
    answered = made.json()
    times = {"created_at": answered["created_at"], "updated_at": answered["updated_at"]}
    assert all(moment.endswith("+09:00") for moment in times.values())
    with store_scope(shops.sakura.pk):
        [customer] = Customer.objects.all()
    expected = {
        "id": customer.pk,
        "number": "K-1",
        "kind": "person",
        "name": "山田 太郎",
        "kana": "ヤマダ タロウ",
        "company_name": "",
        "mobile": PHONE,
        "landline": "+81312345678",
        "postal_code": "",
        "address": "",
        "email": "",
        "staff": "staff@sakura-auto.example",
        "language": "ja",
        "attributes": {"会員ランク": "金", "来店回数": 3},
        "notes": "",
        "sms_flag": False,
    }
    assert answered == expected | times
    own = f"{API}/customers/{customer.pk}"
    assert keeper.get(own).json() == answered
    changed = patch(keeper, own, {"attributes": {"会員ランク": None}, "mobile": None, "sms_flag": True})
    assert changed.status_code == 200
    now = expected | {"attributes": {"来店回数": 3}, "mobile": None, "sms_flag": True}
    assert {name: value for name, value in changed.json().items() if name not in times} == now
    assert audited(shops.sakura, "customer.") == [
        ("customer.created", {}),
        ("customer.changed", {"fields": ["mobile", "attributes", "sms_flag"]}),
    ]
    patch(keeper, own, {"sms_flag": True})
    assert len(audited(shops.sakura, "customer.")) == 2


def test_left_out_flags_are_the_stores_choice(shops: Shops, keeper: Program) -> None:
    known = vehicles(shops.sakura)
    with store_scope(shops.sakura.pk):
        set_flag_defaults(actor=shops.sakura_owner, customer_sms_flag=True, asset_sms_flag=True)
    made = keeper.post(f"{API}/customers", {"name": "山田"}).json()
    asset = {"customer": made["id"], "kind": known.kind.name, "label": "車"}
    flags = [
        made["sms_flag"],
        keeper.post(f"{API}/customers", {"name": "佐藤", "sms_flag": False}).json()["sms_flag"],
        keeper.post(f"{API}/assets", asset).json()["sms_flag"],
        keeper.post(f"{API}/assets", asset | {"sms_flag": False}).json()["sms_flag"],
    ]
    assert flags == [True, False, True, False]


def test_what_a_rule_refuses_is_answered_by_field_and_makes_nothing(shops: Shops, keeper: Program) -> None:
    attribute(shops.sakura, "来店回数", "number")
    attribute(shops.midori, "よそのランク")
    entered(shops.sakura, "先の人", number="K-1")
    refused: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
        ({}, ("name", "invalid", "Enter the customer's name, please.")),
        ({"name": "　"}, ("name", "invalid", "Enter the customer's name, please.")),
        ({"kind": "company"}, ("company_name", "invalid", "Enter the company's name, please.")),
        (
            {"name": "x", "number": "K-1"},
            ("number", "invalid", "This customer number belongs to 先の人 already."),
        ),
        (
            {"name": "x", "attributes": {"来店回数": "三"}},
            ("attributes.来店回数", "invalid", "Enter a number, please."),
        ),
        (
            {"name": "x", "attributes": {"よそのランク": "金"}},
            ("attributes.よそのランク", "unknown_name", "The store has defined nothing of this name."),
        ),
        (
            {"name": "x", "staff": "staff@midori-estate.example"},
            ("staff", "unknown_name", "Nobody of the store signs in with this address."),
        ),
    ]
    for body, error in refused:
        answer = keeper.post(f"{API}/customers", body)
        assert (answer.status_code, answer.json()) == (422, refusal(error))
    for body, field, code in (
        ({"name": "x", "mobile": "03-1234-5678"}, "mobile", "not_mobile"),
        ({"name": "x", "sms_flag": "true"}, "sms_flag", "invalid"),
        ({"name": "x", "id": 3}, "id", "unknown_field"),
        ({"name": "x", "attributes": {"来店回数": True}}, "attributes.来店回数", "invalid"),
        ({"name": "x", "email": "none"}, "email", "invalid"),
    ):
        answer = keeper.post(f"{API}/customers", body)
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    with store_scope(shops.sakura.pk):
        assert list(Customer.objects.values_list("name", flat=True)) == ["先の人"]


def test_the_same_key_enters_a_customer_once(shops: Shops, keeper: Program) -> None:
    answers = [keeper.post(f"{API}/customers", {"name": "山田"}, Idempotency_Key="new-17") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    with store_scope(shops.sakura.pk):
        assert Customer.objects.count() == 1


def test_customers_are_found_by_phone_number_words_and_change(shops: Shops, keeper: Program) -> None:
    father = entered(shops.sakura, "山田 父", kana="ヤマダ チチ", mobile=PHONE, number="K-1")
    mother = entered(shops.sakura, "山田 母", kana="ヤマダ ハハ", mobile=PHONE)
    other = entered(shops.sakura, "佐藤", kana="サトウ", mobile="+819011112222", number="K-10")
    entered(shops.midori, "山田 隣", mobile=PHONE, number="K-1")

    def found(**query: str) -> list[int]:
        return ids(keeper.get(f"{API}/customers", query))

    assert found() == [other.pk, mother.pk, father.pk]
    assert found(phone="090 1234 5678") == [mother.pk, father.pk]
    assert found(number="K-1") == [father.pk]
    assert found(q="ヤマダ") == [mother.pk, father.pk]
    assert found(q="2222") == [other.pk]
    assert found(updated_since="2000-01-01T00:00:00Z", q="佐藤") == [other.pk]
    assert found(updated_since="2190-01-01T00:00:00Z") == []
    pages = keeper.get(f"{API}/customers", {"limit": "2"}).json()
    assert [row["id"] for row in pages["results"]] == [other.pk, mother.pk]
    rest = keeper.get(pages["next"]).json()
    assert [row["id"] for row in rest["results"]] == [father.pk]
    back = keeper.get(rest["previous"]).json()
    assert [row["id"] for row in back["results"]] == [other.pk, mother.pk]
    for query, field in (({"phone": "x"}, "phone"), ({"sort": "name"}, "sort"), ({"cursor": "x"}, "cursor")):
        refused = keeper.get(f"{API}/customers", query)
        assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_an_asset_is_added_changed_archived_and_brought_back(shops: Shops, keeper: Program) -> None:
    customer = entered(shops.sakura)
    vehicles(shops.sakura)
    made = keeper.post(
        f"{API}/assets",
        {
            "customer": customer.pk,
            "kind": "車両",
            "label": "プリウス",
            "number": "品川 300 あ 12-34",
            "attributes": {"色": "白", "購入日": "2020-04-01"},
            "dues": {"車検": "2027-03-31"},
        },
    )
    assert made.status_code == 201
    with store_scope(shops.sakura.pk):
        [asset] = Asset.objects.all()
    answered = made.json()
    times = {"created_at": answered["created_at"], "updated_at": answered["updated_at"]}
    assert answered == times | {
        "id": asset.pk,
        "customer": customer.pk,
        "kind": "車両",
        "label": "プリウス",
        "number": "品川 300 あ 12-34",
        "attributes": {"購入日": "2020-04-01", "色": "白"},
        "dues": {"車検": "2027-03-31"},
        "notes": "",
        "sms_flag": False,
        "archived_at": None,
    }
    own = f"{API}/assets/{asset.pk}"
    assert keeper.get(own).json() == answered
    changed = patch(
        keeper, own, {"dues": {"車検": None, "オイル交換": "2026-12-24"}, "attributes": {"色": "黒"}}
    )
    assert changed.json()["dues"] == {"オイル交換": "2026-12-24"}
    assert changed.json()["attributes"] == {"購入日": "2020-04-01", "色": "黒"}
    assert dues_kept(shops.sakura, asset) == {"オイル交換": date(2026, 12, 24)}
    assert keeper.post(f"{own}/archive").json()["archived_at"] is not None
    assert keeper.post(f"{own}/archive").status_code == 200
    assert keeper.post(f"{own}/restore").json()["archived_at"] is None
    assert [action for action, _ in audited(shops.sakura, "asset.")] == [
        "asset.created",
        "asset.changed",
        "asset.archived",
        "asset.restored",
    ]
    for body, field in (
        ({"kind": "保険"}, "kind"),
        ({"dues": {"更新": "2027-01-01"}}, "dues.更新"),
        ({"dues": {"車検": "2027-02-30"}}, "dues.車検"),
        ({"attributes": {"色": "赤"}}, "attributes.色"),
    ):
        refused = keeper.post(f"{API}/assets", {"customer": customer.pk, "kind": "車両", "label": "x"} | body)
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    with store_scope(shops.sakura.pk):
        assert Asset.objects.count() == 1


def test_assets_are_found_by_customer_kind_and_number(shops: Shops, keeper: Program) -> None:
    known, other = vehicles(shops.sakura), vehicles(shops.sakura, "保険")
    customer, another = entered(shops.sakura), entered(shops.sakura, "佐藤")
    car = vehicle(shops.sakura_staff, customer, known.kind, number="12-34")
    policy = vehicle(shops.sakura_staff, customer, other.kind, "火災保険")
    second = vehicle(shops.sakura_staff, another, known.kind)
    vehicle(shops.midori_staff, entered(shops.midori), vehicles(shops.midori).kind, number="12-34")

    def found(**query: str) -> list[int]:
        return ids(keeper.get(f"{API}/assets", query))

    assert found() == [second.pk, policy.pk, car.pk]
    assert found(customer=str(customer.pk)) == [policy.pk, car.pk]
    assert found(kind="車両") == [second.pk, car.pk]
    assert found(number="12-34") == [car.pk]
    assert found(customer=str(customer.pk), kind="保険", updated_since="2000-01-01T00:00:00Z") == [policy.pk]


def test_programs_read_what_the_store_has_defined(shops: Shops, keeper: Program) -> None:
    rank = attribute(shops.sakura, "会員ランク", "choice", choices=["金", "銀"])
    known = vehicles(shops.sakura)
    attribute(shops.midori, "よそのランク")
    assert keeper.get(f"{API}/attributes").json() == {
        "results": [{"id": rank.pk, "name": "会員ランク", "kind": "choice", "choices": ["金", "銀"]}]
    }
    [kind] = keeper.get(f"{API}/asset-kinds").json()["results"]
    assert (kind["id"], kind["name"]) == (known.kind.pk, "車両")
    assert [one["name"] for one in kind["attributes"]] == ["車種", "ドア数", "購入日", "色"]
    assert kind["due_kinds"] == [
        {"id": known.inspection.pk, "name": "車検"},
        {"id": known.oil.pk, "name": "オイル交換"},
    ]


def test_a_reader_reads_and_changes_nothing(shops: Shops) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(shops.sakura_staff, customer, known.kind)
    reader, sender = (program_of(shops.sakura, scopes=[scope]) for scope in (Scope.READ, Scope.SEND))
    paths = [
        f"{API}/{path}"
        for path in (
            "customers",
            f"customers/{customer.pk}",
            "assets",
            f"assets/{asset.pk}",
            "attributes",
            "asset-kinds",
        )
    ]
    assert {reader.get(path).status_code for path in paths} == {200}
    assert {sender.get(path).status_code for path in paths} == {403}
    for answer in (
        reader.post(f"{API}/customers", {"name": "x"}),
        patch(reader, f"{API}/customers/{customer.pk}", {"name": "x"}),
        reader.post(f"{API}/assets", {"customer": customer.pk, "kind": "車両", "label": "x"}),
        patch(reader, f"{API}/assets/{asset.pk}", {"label": "x"}),
        reader.post(f"{API}/assets/{asset.pk}/archive"),
    ):
        assert answer.status_code == 403
    with store_scope(shops.sakura.pk):
        assert list(Customer.objects.values_list("name", flat=True)) == ["山田 太郎"]
        assert list(Asset.objects.values_list("label", "archived_at")) == [("プリウス", None)]


def test_another_stores_rows_are_not_there(shops: Shops, keeper: Program) -> None:
    known = vehicles(shops.midori)
    customer = entered(shops.midori)
    asset = vehicle(shops.midori_staff, customer, known.kind)
    vehicles(shops.sakura)
    gone = problem(404, "Not Found", "Not found.")
    answers = [
        keeper.get(f"{API}/customers/{customer.pk}"),
        patch(keeper, f"{API}/customers/{customer.pk}", {"name": "x"}),
        keeper.get(f"{API}/assets/{asset.pk}"),
        patch(keeper, f"{API}/assets/{asset.pk}", {"label": "x"}),
        keeper.post(f"{API}/assets/{asset.pk}/archive"),
        keeper.post(f"{API}/assets", {"customer": customer.pk, "kind": "車両", "label": "x"}),
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(404, gone)] * 6
    assert ids(keeper.get(f"{API}/assets", {"customer": str(customer.pk)})) == []


@pytest.mark.parametrize("what", ["customers", "assets"])
def test_a_list_takes_as_many_queries_with_one_row_as_with_three(
    shops: Shops, keeper: Program, what: str
) -> None:
    known = vehicles(shops.sakura)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            keeper.get(f"{API}/{what}")
        return len(captured)

    def add() -> None:
        customer = entered(shops.sakura, staff=shops.sakura_staff)
        vehicle(shops.sakura_staff, customer, known.kind, dues={known.oil.pk: date(2027, 1, 1)})

    add()
    queries()
    one = queries()
    add()
    add()
    assert queries() == one
