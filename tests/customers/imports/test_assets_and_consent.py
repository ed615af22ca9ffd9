"""What a file tells of vehicles and contracts, and of consent."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.imports import run as running
from customers.models import (
    Asset,
    AssetDue,
    AssetKind,
    Attribute,
    ConsentRecord,
    ConsentState,
    Customer,
    DueKind,
)
from tests.customers.entered import entered
from tests.customers.imports.taking import counted, csv_of, faults, run, taken_in, totals
from tests.shops import Shops

HEADER = ["顧客番号", "氏名", "登録番号", "車名", "車検満了日", "排気量"]
FIRST = ["A1", "佐藤", "品川 500 あ 1", "プリウス", "2027/3/31", "1800"]
SECOND = ["A1", "佐藤", "品川 500 あ 2", "", "", ""]
CONSENT = ["顧客番号", "氏名", "携帯電話", "広告同意", "同意日", "同意方法"]


@pytest.fixture
def car(shops: Shops) -> AssetKind:
    with store_scope(shops.sakura.pk):
        kind: AssetKind = AssetKind.objects.create(name="車両")
        DueKind.objects.create(asset_kind=kind, name="車検満了日")
        Attribute.objects.create(asset_kind=kind, name="排気量", kind="number")
    return kind


def assets(store_id: int) -> list[tuple[object, ...]]:
    with store_scope(store_id):
        found = Asset.objects.order_by("id").values_list("customer__number", "label", "number", "attributes")
        return [(*rest, list(attributes.values())) for *rest, attributes in found]


def dues(store_id: int) -> list[tuple[object, ...]]:
    with store_scope(store_id):
        return list(AssetDue.objects.order_by("id").values_list("asset__number", "date"))


def test_a_customers_vehicles_stand_in_rows_of_their_own_and_again_nothing_changes(
    shops: Shops, car: AssetKind
) -> None:
    content = csv_of(HEADER, FIRST, SECOND, FIRST, ["A2", "鈴木", "", "", "", ""])
    expected = counted(created=2, updated=1, duplicates=1)
    tried = taken_in(shops.sakura_manager, content, dry_run=True, asset_kind=car.pk)
    assert totals(tried) == expected
    assert assets(shops.sakura.pk) == []
    ended = run(shops.sakura_manager, tried)
    assert totals(ended) == expected
    assert assets(shops.sakura.pk) == [
        ("A1", "プリウス", "品川 500 あ 1", [1800]),
        ("A1", "品川 500 あ 2", "品川 500 あ 2", []),
    ]
    assert dues(shops.sakura.pk) == [("品川 500 あ 1", date(2027, 3, 31))]
    again = taken_in(shops.sakura_manager, content, asset_kind=car.pk)
    assert totals(again) == counted(unchanged=3, duplicates=1)


def test_another_date_changes_the_vehicle_and_leaves_the_customer(shops: Shops, car: AssetKind) -> None:
    taken_in(shops.sakura_manager, csv_of(HEADER, FIRST), asset_kind=car.pk)
    moved = [*FIRST[:4], "2029/3/31", ""]
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, moved), asset_kind=car.pk)
    assert totals(ended) == counted(updated=1)
    assert dues(shops.sakura.pk) == [("品川 500 あ 1", date(2029, 3, 31))]
    assert assets(shops.sakura.pk) == [("A1", "プリウス", "品川 500 あ 1", [1800])]


def test_two_vehicles_of_one_name_are_the_rows_error(shops: Shops, car: AssetKind) -> None:
    owner = entered(shops.sakura, "佐藤", number="A1")
    with store_scope(shops.sakura.pk):
        for _ in range(2):
            Asset.objects.create(customer=owner, kind=car, label="プリウス")
    rows = [["A1", "", "", "プリウス", "", ""], ["A1", "別の名", "", "", "2027/1/1", ""]]
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, *rows), asset_kind=car.pk)
    assert faults(ended) == {2: [(3, "several_assets")], 3: [(4, "asset_unnamed")]}
    with store_scope(shops.sakura.pk):
        assert Customer.objects.get().name == "佐藤"


def test_a_second_vehicle_in_another_persons_name_is_the_rows_error(shops: Shops, car: AssetKind) -> None:
    stranger = ["A1", "鈴木", *SECOND[2:]]
    ended = taken_in(shops.sakura_manager, csv_of(HEADER, FIRST, stranger), asset_kind=car.pk)
    assert totals(ended) == counted(created=1, rejected=1)
    assert [number for _, _, number, _ in assets(shops.sakura.pk)] == ["品川 500 あ 1"]


def test_consent_goes_into_the_ledger_once_however_often_the_file_comes(shops: Shops) -> None:
    rows = [
        ["A1", "佐藤", "09012345678", "はい", "2026/1/2", "店頭"],
        ["A2", "鈴木", "08012345678", "いいえ", "2026/1/3", "紙"],
        ["A3", "林", "", "はい", "2026/1/3", "紙"],
        ["A4", "森", "07012345678", "", "", ""],
    ]
    ended = taken_in(shops.sakura_manager, csv_of(CONSENT, *rows))
    assert (totals(ended), ended.consents) == (counted(created=3, rejected=1), 2)
    assert faults(ended) == {4: [(2, "consent_needs_mobile")]}
    at = datetime(2026, 1, 2, tzinfo=ZoneInfo("Asia/Tokyo"))
    with store_scope(shops.sakura.pk):
        kept = ConsentRecord.objects.order_by("position").values_list(
            "phone", "name", "purpose", "granted", "given_at", "source", "recorded_by_name"
        )
        assert kept[0] == (
            "+819012345678", "佐藤", "promotion", True, at, "counter", shops.sakura_manager.shown_name,
        )  # fmt: skip
        assert [row[3] for row in kept] == [True, False]
    again = taken_in(shops.sakura_manager, csv_of(CONSENT, *rows))
    assert (totals(again), again.consents) == (counted(unchanged=3, rejected=1), 0)
    with store_scope(shops.sakura.pk):
        assert ConsentRecord.objects.count() == 2


def test_an_old_consent_does_not_undo_a_later_word(shops: Shops) -> None:
    later = ["A1", "佐藤", "09012345678", "いいえ", "2026/2/1", "電話"]
    earlier = ["A1", "佐藤", "09012345678", "はい", "2025/1/1", "店頭"]
    taken_in(shops.sakura_manager, csv_of(CONSENT, later))
    ended = taken_in(shops.sakura_manager, csv_of(CONSENT, earlier))
    assert ended.consents == 1
    with store_scope(shops.sakura.pk):
        assert [state.granted for state in ConsentState.objects.all()] == [False]


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_a_withdrawal_in_the_row_of_a_second_vehicle_is_taken(
    shops: Shops, car: AssetKind, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(running, "CHUNK", chunk)
    rows = [
        ["A1", "佐藤", "09012345678", "はい", "2026/1/2", "店頭", "品川 1"],
        ["A1", "", "", "いいえ", "2026/1/3", "電話", "品川 2"],
        # A duplicate says nothing.
        ["A1", "", "", "はい", "2026/1/4", "電話", "品川 2"],
        ["A2", "鈴木", "", "", "", "", "品川 3"],
        ["A2", "", "", "いいえ", "2026/1/3", "電話", "品川 4"],
    ]
    content = csv_of([*CONSENT, "登録番号"], *rows)
    tried = taken_in(shops.sakura_manager, content, dry_run=True, asset_kind=car.pk)
    assert tried.consents >= 2
    ended = run(shops.sakura_manager, tried)
    assert ended.consents == 2
    assert totals(ended) == counted(created=2, updated=1, duplicates=1, rejected=1)
    assert faults(ended)[6] == [(2, "consent_needs_mobile")]
    with store_scope(shops.sakura.pk):
        assert [record.granted for record in ConsentRecord.objects.order_by("position")] == [True, False]
        assert [(state.phone, state.granted) for state in ConsentState.objects.all()] == [
            ("+819012345678", False)
        ]
    assert taken_in(shops.sakura_manager, content, asset_kind=car.pk).consents == 0


def test_a_withdrawal_goes_before_consent_of_the_same_day_and_is_said_once(shops: Shops) -> None:
    today = timezone.localdate().isoformat()
    withdrawn = csv_of(CONSENT, ["A1", "佐藤", "09012345678", "いいえ", today, "電話"])
    actor = shops.sakura_manager
    with store_scope(shops.sakura.pk):
        given = Given(
            phone="+819012345678",
            name="佐藤",
            purpose="promotion",
            granted=True,
            given_at=timezone.now(),
            source="counter",
        )
        record_consents(actor=actor, given=[given])
    assert taken_in(actor, withdrawn).consents == 1
    assert taken_in(actor, withdrawn).consents == 0
    with store_scope(shops.sakura.pk):
        assert [state.granted for state in ConsentState.objects.all()] == [False]
        record_consents(actor=actor, given=[replace(given, given_at=timezone.now())])
    assert taken_in(actor, withdrawn).consents == 1


def test_a_dry_run_counts_consent_and_writes_none(shops: Shops) -> None:
    row = ["A1", "佐藤", "09012345678", "はい", "2026/1/2", "店頭"]
    tried = taken_in(shops.sakura_manager, csv_of(CONSENT, row), dry_run=True)
    assert tried.consents == 1
    with store_scope(shops.sakura.pk):
        assert not ConsentRecord.objects.exists()
