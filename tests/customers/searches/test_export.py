"""Files of what was found: every row, the chosen columns, nothing that a spreadsheet would run."""

import csv
import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.searches import export as exporting
from customers.queries.searches import result_page
from customers.queries.searches.found import search_in
from customers.queries.selection import search_source
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.customers.searches.conftest import Garage, minivan_due_soon
from tests.customers.searches.test_pages import saved
from tests.shops import Shops

EXPORT = "/stores/sakura-auto/searches/export/"

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def client(shops: Shops, sign_in: SignIn, garage: Garage) -> Client:
    return sign_in(shops.sakura_manager)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def rows_in(answer: Any, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content_of(answer).decode(encoding), newline="")))


def everybody(**further: Any) -> dict[str, Any]:
    columns = ["customer.number", "customer.name", "customer.mobile", "customer.sms_flag"]
    return {"all": "1", "source": "all", "form": "csv", "column": columns} | further


def test_first_it_asks_in_which_columns_and_form_with_the_searchs_own_ticked(
    client: Client, garage: Garage, shops: Shops
) -> None:
    segment = saved(garage, shops, file_columns=["customer.email"])
    page = client.post(EXPORT, {"all": "1", "source": f"segment:{segment.pk}"})
    assert page.status_code == 200
    assert "the saved search “車検が近いミニバン”: 1 customer" in text_of(page)
    assert 'id="column-customer.email" checked' in page.content.decode()
    assert 'id="column-customer.name" checked' not in page.content.decode()


def test_a_csv_holds_everybody_found_and_a_formula_as_text(
    client: Client, garage: Garage, shops: Shops
) -> None:
    answer = client.post(EXPORT, everybody())
    assert rows_in(answer) == [
        ["Customer number", "Name", "Mobile number", "SMS flag"],
        ["'=1+1", "佐藤 花子", "090-1234-5679", "off"],
        ["", "鈴木 次郎", "", "off"],
        ["", "山田 太郎", "090-1234-5678", "on"],
    ]
    with store_scope(garage.store.pk):
        entry = AuditEntry.objects.get(action="customers.exported")
    assert entry.details == {"about": "all customers", "columns": everybody()["column"], "form": "csv"}


def test_a_search_that_was_not_saved_is_taken_out_too_with_due_dates(
    client: Client, garage: Garage, shops: Shops
) -> None:
    with store_scope(garage.store.pk):
        source = search_source(shops.sakura_manager, search_in(minivan_due_soon(garage)))
    due = f"due.{garage.inspection.pk}"
    answer = client.post(EXPORT, everybody(source=source, column=["customer.name", due]))
    [_heading, row] = rows_in(answer)
    assert row[0] == "山田 太郎"
    assert len(row[1]) == len("2026-11-23")


def test_ticked_rows_only(client: Client, garage: Garage) -> None:
    form = {"customer": [garage.jiro.pk, garage.taro.pk], "form": "csv", "column": ["customer.name"]}
    assert rows_in(client.post(EXPORT, form)) == [["Name"], ["鈴木 次郎"], ["山田 太郎"]]


def test_shift_jis_replaces_what_it_does_not_have_and_says_how_many(client: Client, garage: Garage) -> None:
    entered(garage.store, "𠮷野 家😀", kana="ヨシノ")
    answer = client.post(EXPORT, everybody(form="csv-cp932", column=["customer.name"]))
    assert "2 characters replaced" in unquote(answer["Content-Disposition"])
    assert rows_in(answer, "cp932")[-1] == ["〓野 家〓"]


def test_an_excel_file_has_the_same_rows_and_no_formula(client: Client, garage: Garage) -> None:
    answer = client.post(EXPORT, everybody(form="xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content_of(answer))).get_sheet_by_index(0)
    assert sheet.to_python()[:2] == [
        ["Customer number", "Name", "Mobile number", "SMS flag"],
        ["'=1+1", "佐藤 花子", "090-1234-5679", "off"],
    ]


@pytest.mark.parametrize("few", [0, 3, 10_000])
def test_batches_of_any_size_give_each_row_once_and_in_order(
    client: Client, garage: Garage, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    monkeypatch.setattr(result_page, "FEW", few)
    for number in range(5):
        entered(garage.store, f"同名 {number}", kana="サトウ ハナコ")
    answer = client.post(EXPORT, everybody(column=["customer.name"]))
    names = ["佐藤 花子", *(f"同名 {number}" for number in range(5)), "鈴木 次郎", "山田 太郎"]
    assert [row[0] for row in rows_in(answer)] == ["Name", *names]


@pytest.mark.parametrize("few", [2, 10_000])
def test_assets_are_rows_of_their_own_in_batches(
    client: Client, garage: Garage, shops: Shops, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(result_page, "FEW", few)
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    criteria = {"field": f"due.{garage.inspection.pk}", "operator": "filled"}
    segment = saved(garage, shops, criteria=criteria, of="assets")
    form = everybody(source=f"segment:{segment.pk}", column=["customer.name", "asset.label"])
    rows = [
        ["Name", "Asset's name"],
        ["佐藤 花子", "セレナ"],
        ["佐藤 花子", "エルフ"],
        ["山田 太郎", "アルファード"],
    ]
    assert rows_in(client.post(EXPORT, form)) == rows


def test_nothing_chosen_an_unsigned_search_or_another_stores_is_refused(
    client: Client, garage: Garage, shops: Shops
) -> None:
    with store_scope(shops.midori.pk):
        flag = {"field": "customer.sms_flag", "operator": "no"}
        theirs = search_source(shops.midori_owner, search_in(flag))
    for form in (
        {},
        {"all": "1", "source": "search:made-up"},
        {"all": "1", "source": theirs},
        {"customer": "x"},
    ):
        assert client.post(EXPORT, form | {"form": "csv", "column": "customer.name"}).status_code == 422
    with store_scope(garage.store.pk):
        assert not AuditEntry.objects.filter(action="customers.exported").exists()


def test_ticks_of_another_store_bring_nobody(client: Client, shops: Shops) -> None:
    foreign = entered(shops.midori, "みどりの客")
    answer = client.post(EXPORT, {"customer": foreign.pk, "form": "csv", "column": "customer.name"})
    assert rows_in(answer) == [["Name"]]
