"""Rows of a file to customers: who is made, who is changed, who is left alone, and why a row is refused."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.imports import run as running
from customers.domain.imports.cancel import cancel_import
from customers.domain.imports.choose import MappingRefused, choose_mapping
from customers.domain.imports.chunk import take_chunk
from customers.domain.imports.lease import MOST_ATTEMPTS, imports_to_run
from customers.domain.imports.open_import import NotStartable
from customers.domain.imports.reread import reread_import
from customers.domain.imports.start import start_import
from customers.domain.index_customer import index_customer
from customers.models import (
    Attribute,
    Customer,
    CustomerSettings,
    Import,
    ImportFault,
    ImportMemory,
    ImportTaken,
)
from customers.sheets.layout import SheetRefused
from tests.customers.entered import entered
from tests.customers.imports.taking import counted, csv_of, faults, prepared, run, taken_in, totals, xlsx_of
from tests.shops import Shops

HEADER = ["顧客番号", "氏名", "携帯電話", "住所"]
SATO = ["A1", "佐藤 花子", "090-1234-5678", "東京都"]
SUZUKI = ["A2", "鈴木 一郎", "080-1234-5678", ""]
FIELDS = ("number", "name", "mobile", "address", "sms_flag")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few rows are several chunks."""
    monkeypatch.setattr(running, "CHUNK", 3)


def kept(store_id: int) -> list[tuple[Any, ...]]:
    with store_scope(store_id):
        return list(Customer.objects.order_by("id").values_list(*FIELDS))


def everything(store_id: int) -> list[dict[str, Any]]:
    with store_scope(store_id):
        return list(Customer.objects.order_by("id").values())


@pytest.mark.parametrize("make", [csv_of, xlsx_of])
def test_new_customers_are_made_and_found_and_the_same_file_changes_nothing(shops: Shops, make: Any) -> None:
    content = make(HEADER, SATO, SUZUKI)
    ended = taken_in(shops.sakura_manager, content)
    assert totals(ended) == counted(created=2)
    assert kept(shops.sakura.pk) == [
        ("A1", "佐藤 花子", "+819012345678", "東京都", False),
        ("A2", "鈴木 一郎", "+818012345678", "", False),
    ]
    assert kept(shops.midori.pk) == []
    before = everything(shops.sakura.pk)
    again = taken_in(shops.sakura_manager, content)
    assert totals(again) == counted(unchanged=2)
    assert everything(shops.sakura.pk) == before
    assert (again.progress, again.position, again.lease_until) == (1.0, 2, None)
    assert "sample" not in again.layout


def test_the_search_columns_are_those_that_the_form_would_write(shops: Shops) -> None:
    header = ["顧客番号", "氏名", "フリガナ", "会社名", "携帯電話", "固定電話"]
    taken_in(
        shops.sakura_manager,
        csv_of(header, ["A1", "髙橋 \\ 澤子", "ﾀｶﾊｼ ｻﾜｺ", '㈱"青空"', "09012345678", "03-1234-5678"]),
    )
    with store_scope(shops.sakura.pk):
        customer = Customer.objects.get()
        written = Customer.objects.values().get()
        index_customer(customer)
        customer.save(update_fields=[name for name in written if name.startswith(("search", "sort"))])
        assert Customer.objects.values().get() == written
    assert (customer.name, customer.kana) == ("髙橋 \\ 澤子", "タカハシ サワコ")


def test_a_row_updates_only_what_it_gives(shops: Shops) -> None:
    customer = entered(
        shops.sakura,
        "佐藤 花子",
        number="A1",
        mobile="+819012345678",
        notes="古い",
        mobile_confirmed_at=timezone.now(),
    )
    other = entered(shops.midori, "佐藤 花子", number="A1", mobile="+819012345678")
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, ["A1", "佐藤 華子", "", "大阪府"]))
    assert totals(ended) == counted(updated=1)
    with store_scope(shops.sakura.pk):
        now = Customer.objects.get()
    assert (now.pk, now.name, now.address, now.mobile) == (
        customer.pk,
        "佐藤 華子",
        "大阪府",
        "+819012345678",
    )
    assert (now.notes, now.mobile_confirmed_at) == ("古い", customer.mobile_confirmed_at)
    assert "佐藤華子" in now.search_text
    with store_scope(shops.midori.pk):
        assert Customer.objects.get().name == other.name


def test_another_mobile_number_is_no_longer_a_confirmed_one(shops: Shops) -> None:
    entered(shops.sakura, number="A1", mobile="+819012345678", mobile_confirmed_at=timezone.now())
    taken_in(shops.sakura_manager, csv_of(HEADER, ["A1", "", "08012345678", ""]))
    with store_scope(shops.sakura.pk):
        assert Customer.objects.get().mobile_confirmed_at is None


def test_empty_cells_empty_the_field_where_that_was_chosen(shops: Shops) -> None:
    entered(shops.sakura, "佐藤 花子", number="A1", mobile="+819012345678", address="東京都")
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, ["A1", "", "", ""]), empty_clears=True)
    assert totals(ended) == counted(updated=1)
    assert kept(shops.sakura.pk) == [("A1", "佐藤 花子", None, "", False)]


def test_without_a_customer_number_the_mobile_number_tells_who_it_is(shops: Shops) -> None:
    entered(shops.sakura, "佐藤 花子", number="A1", mobile="+819012345678")
    header = ["氏名", "携帯電話", "住所"]
    ended = taken_in(
        shops.sakura_manager,
        csv_of(header, ["佐藤 花子", "09012345678", "京都"], ["新 人", "08011112222", ""]),
    )
    assert totals(ended) == counted(updated=1, created=1)
    assert kept(shops.sakura.pk)[0] == ("A1", "佐藤 花子", "+819012345678", "京都", False)


def test_a_number_of_several_customers_is_the_rows_error_until_it_has_a_customer_number(shops: Shops) -> None:
    for number in ("A1", "A2"):
        entered(shops.sakura, "佐藤", number=number, mobile="+819012345678")
    content = csv_of(HEADER, ["", "佐藤", "09012345678", "京都"], ["A2", "佐藤", "09012345678", "奈良"])
    ended = taken_in(shops.sakura_manager, content)
    assert totals(ended) == counted(rejected=1, updated=1)
    assert faults(ended) == {2: [(2, "several_customers")]}
    assert [row[3] for row in kept(shops.sakura.pk)] == ["", "奈良"]


def test_the_same_customer_twice_in_a_file_is_a_duplicate_of_the_first_also_over_chunks(shops: Shops) -> None:
    rows = [
        SATO,
        SUZUKI,
        [*SATO[:3], "千葉県"],
        ["A3", "林", "", ""],
        ["A2", "鈴木 二郎", "", ""],
        ["", "誰か", "09012345678", ""],
    ]
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, *rows))
    assert totals(ended) == counted(created=3, duplicates=3)
    with store_scope(shops.sakura.pk):
        found = ImportFault.objects.filter(owner=ended).order_by("row")
        assert [(one.row, one.is_duplicate, one.reasons[0]["params"]) for one in found] == [
            (4, True, {"row": 2}),
            (6, True, {"row": 3}),
            (7, True, {"row": 2}),
        ]
        assert not ImportTaken.objects.exists()
    assert [row[1] for row in kept(shops.sakura.pk)] == ["佐藤 花子", "鈴木 一郎", "林"]


def test_refused_rows_keep_their_cells_and_reasons_and_the_others_are_taken_in(shops: Shops) -> None:
    rows = [
        ["A9", "", "", ""],
        SATO,
        ["A2", "x", "03-1234-5678", "=1+1"],
        ["", "y", "", ""],
        ["A5", "z", "#N/A", ""],
    ]
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, *rows))
    assert totals(ended) == counted(created=1, rejected=4)
    assert faults(ended) == {
        2: [(1, "name_missing")],
        4: [(2, "phone_not_mobile")],
        5: [(2, "no_key")],
        6: [(2, "cell_error")],
    }
    with store_scope(shops.sakura.pk):
        assert ImportFault.objects.get(row=4).cells == ["A2", "x", "03-1234-5678", "=1+1"]


def test_new_customers_get_the_flag_that_the_store_chose(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        CustomerSettings.objects.create(customer_sms_flag=True)
    header = [*HEADER, "SMS配信"]
    taken_in(shops.sakura_manager, csv_of(header, [*SATO, ""], [*SUZUKI, "不可"]))
    assert [row[4] for row in kept(shops.sakura.pk)] == [True, False]


def test_a_company_needs_its_name_and_a_row_with_nothing_else_is_one(shops: Shops) -> None:
    header = ["顧客番号", "氏名", "会社名", "区分"]
    rows = [["A1", "", "青空", ""], ["A2", "佐藤", "青空", ""], ["A3", "佐藤", "", "法人"]]
    ended = taken_in(shops.sakura_manager, csv_of(header, *rows))
    assert faults(ended) == {4: [(2, "name_missing")]}
    with store_scope(shops.sakura.pk):
        assert list(Customer.objects.order_by("id").values_list("kind", flat=True)) == ["company", "person"]


def test_the_stores_own_fields_and_its_staff_are_filled(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        size = Attribute.objects.create(name="サイズ", kind="choice", choices=["S", "M"])
        paid = Attribute.objects.create(name="支払額", kind="number")
    entered(shops.sakura, "佐藤", number="A1", attributes={str(size.pk): "S", "999": "of a field long gone"})
    header = ["顧客番号", "サイズ", "支払額", "担当者"]
    content = csv_of(
        header,
        ["A1", "Ｍ", "¥1,200", "さくら自動車 staff"],
        ["A2", "XL", "x", "manager@midori-estate.example"],
    )
    ended = taken_in(shops.sakura_manager, content)
    assert totals(ended) == counted(updated=1, rejected=1)
    assert faults(ended) == {3: [(3, "unknown_staff"), (1, "not_a_choice"), (2, "not_a_number")]}
    with store_scope(shops.sakura.pk):
        now = Customer.objects.get()
    assert now.attributes == {str(size.pk): "M", str(paid.pk): 1200, "999": "of a field long gone"}
    assert now.staff_id == shops.sakura_staff.pk


def test_a_dry_run_tells_what_the_import_then_does_and_does_nothing(shops: Shops) -> None:
    entered(shops.sakura, "鈴木 一郎", number="A2", mobile="+818012345678")
    entered(shops.sakura, "林", number="A9")
    rows = [
        SATO, [*SUZUKI[:3], "新しい住所"], SATO, ["A9", "林", "", ""], ["", "森", "07012345678", ""],
        ["", "森", "070-1234-5678", ""], ["", "佐藤", "09012345678", ""], ["A7", "", "", ""],
        ["B1", "岡", "09011112222", ""], ["B2", "岡", "09011112222", ""], ["", "岡", "09011112222", ""],
    ]  # fmt: skip
    expected = counted(created=4, updated=1, unchanged=1, duplicates=3, rejected=2)
    before = everything(shops.sakura.pk)
    tried = taken_in(shops.sakura_manager, csv_of(HEADER, *rows), dry_run=True)
    assert totals(tried) == expected
    assert everything(shops.sakura.pk) == before
    found = faults(tried)
    for_real = run(shops.sakura_manager, tried)
    assert totals(for_real) == expected
    assert faults(for_real) == found
    assert len(kept(shops.sakura.pk)) == 6


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_mixed_the_totals_add_up_a_dry_run_foretells_them_and_again_nothing_changes(
    shops: Shops, seed: int
) -> None:
    drawn = random.Random(seed)
    numbers, mobiles = ["", *(f"A{n}" for n in range(6))], ["", *(f"0901234567{n}" for n in range(4)), "x"]
    rows = [
        [
            drawn.choice(numbers),
            drawn.choice(["", "佐藤", "鈴木"]),
            drawn.choice(mobiles),
            drawn.choice(["", "京都"]),
        ]
        for _ in range(40)
    ]
    rows = [row for row in rows if any(row)]
    for number in range(0, 6, 2):
        entered(shops.sakura, "元の人", number=f"A{number}", mobile=f"+81901234567{drawn.randrange(4)}")
    tried = taken_in(shops.sakura_manager, csv_of(HEADER, *rows), dry_run=True)
    told = totals(tried)
    first = run(shops.sakura_manager, tried)
    assert told == totals(first)
    assert told["rows"] == len(rows)
    before = everything(shops.sakura.pk)
    again = taken_in(shops.sakura_manager, csv_of(HEADER, *rows))
    assert totals(again)["rows"] == len(rows)
    assert (totals(again)["created"], totals(again)["updated"]) == (0, 0)
    assert everything(shops.sakura.pk) == before


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"A{n}", f"客 {n}", "", ""] for n in range(8)] + [["A1", "もう一度", "", ""]]
    draft = prepared(shops.sakura_manager, csv_of(HEADER, *rows))
    take, calls = take_chunk, []

    def cut_off(*given: Any, **named: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return take(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(running, "take_chunk", cut_off)
        with store_scope(shops.sakura.pk):
            start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=False)
        with pytest.raises(KeyboardInterrupt):
            running.run_import(draft.pk)
    assert len(kept(shops.sakura.pk)) == 6
    assert not running.run_import(draft.pk), "its lease has not ended"
    with store_scope(shops.sakura.pk):
        Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    with platform_scope("the test looks as a worker does"):
        assert imports_to_run() == [draft.pk]
    assert running.run_import(draft.pk)
    with store_scope(shops.sakura.pk):
        ended = Import.objects.get()
    assert totals(ended) == counted(created=8, duplicates=1)
    assert faults(ended) == {10: [(None, "duplicate")]}


def test_an_import_that_brings_every_worker_down_is_given_up(shops: Shops) -> None:
    draft = prepared(shops.sakura_manager, csv_of(HEADER, SATO))
    with store_scope(shops.sakura.pk):
        start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=False)
        Import.objects.update(attempts=MOST_ATTEMPTS)
    assert running.run_import(draft.pk)
    with store_scope(shops.sakura.pk):
        ended = Import.objects.get()
    assert (ended.status, ended.failure) == ("failed", {"code": "given_up", "params": {}})
    assert kept(shops.sakura.pk) == []


def test_what_gets_on_is_not_given_up(shops: Shops) -> None:
    draft = prepared(shops.sakura_manager, csv_of(HEADER, SATO))
    with store_scope(shops.sakura.pk):
        start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=True)
        Import.objects.update(attempts=MOST_ATTEMPTS - 1)
    assert running.run_import(draft.pk)
    with store_scope(shops.sakura.pk):
        ended = Import.objects.get()
    assert (ended.status, ended.attempts) == ("finished", 0)


def test_cancelling_keeps_what_was_taken_in_and_nothing_starts_again(shops: Shops) -> None:
    draft = prepared(shops.sakura_manager, csv_of(HEADER, SATO))
    with store_scope(shops.sakura.pk):
        started = start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=False)
        assert cancel_import(actor=shops.sakura_manager, spreadsheet=started)
        assert not cancel_import(actor=shops.sakura_manager, spreadsheet=started)
        with pytest.raises(NotStartable):
            start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=False)
    assert not running.run_import(draft.pk)
    assert kept(shops.sakura.pk) == []


def test_a_mapping_is_remembered_and_one_that_cannot_be_used_leaves_all_as_it_was(shops: Shops) -> None:
    header = ["コード", "呼び名", "携帯電話"]
    mapping = {"コード": "number", "呼び名": "name"}
    taken_in(shops.sakura_manager, csv_of(header, ["A1", "佐藤", "x"]), mapping=mapping)
    draft = prepared(shops.sakura_manager, csv_of(header, ["A1", "佐藤", "x"]))
    assert draft.mapping == {"0": "number", "1": "name"}
    with store_scope(shops.sakura.pk), pytest.raises(MappingRefused) as refused:
        choose_mapping(actor=shops.sakura_manager, spreadsheet=draft, mapping={"1": "name"}, options={})
    assert [fault.code for fault in refused.value.faults] == ["no_key_column"]
    with store_scope(shops.sakura.pk):
        assert Import.objects.get(pk=draft.pk).mapping == draft.mapping
        assert ImportMemory.objects.get().mapping == {**mapping, "携帯電話": ""}


def test_a_file_is_read_otherwise_where_somebody_says_so(shops: Shops) -> None:
    draft = prepared(shops.sakura_manager, csv_of(["店舗", "一覧"], HEADER[1:3], SATO[1:3]))
    with store_scope(shops.sakura.pk):
        read = reread_import(actor=shops.sakura_manager, spreadsheet=draft, header_row=2)
    assert (read.layout["headers"], read.mapping) == (HEADER[1:3], {"0": "name", "1": "mobile"})


def test_a_file_without_names_of_columns_is_refused_before_there_is_an_import(shops: Shops) -> None:
    with pytest.raises(SheetRefused, match="header_is_data"):
        prepared(shops.sakura_manager, csv_of(SATO, SUZUKI))
    with store_scope(shops.sakura.pk):
        assert not Import.objects.exists()


def test_only_who_may_import_does_and_consent_needs_the_right_to_record_it(shops: Shops) -> None:
    with pytest.raises(PermissionDenied):
        prepared(shops.sakura_staff, csv_of(HEADER, SATO))
    draft = prepared(shops.sakura_manager, csv_of(["携帯電話", "広告同意"], ["09012345678", "1"]))
    shops.sakura_manager.withheld_permissions = [Permission.CONSENTS_RECORD]
    options = {"consent_source": "paper", "consent_date": "2026-01-01"}
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        choose_mapping(actor=shops.sakura_manager, spreadsheet=draft, mapping=draft.mapping, options=options)


def test_the_audit_log_tells_of_start_and_end_with_the_totals(shops: Shops) -> None:
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, SATO))
    with store_scope(shops.sakura.pk):
        lines = AuditEntry.objects.filter(object_id=str(ended.pk), object_type="customers.import").order_by(
            "id"
        )
        assert [line.action for line in lines] == [
            "import.uploaded",
            "import.mapped",
            "import.started",
            "import.finished",
        ]
        assert lines[3].details["created"] == 1
        assert lines[3].actor_name == shops.sakura_manager.shown_name
