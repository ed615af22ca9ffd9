"""A file of people whom the store beside knows too, by the same numbers."""

import pytest

from accounts.tenancy.scope import store_scope
from customers.models import AssetKind, ConsentRecord, Customer, DueKind
from tests.customers.entered import entered
from tests.customers.imports.taking import counted, csv_of, faults, taken_in, totals
from tests.shops import Shops

PHONE = "+819012345678"


def named(store_id: int) -> list[tuple[str, str]]:
    with store_scope(store_id):
        return list(Customer.objects.order_by("id").values_list("name", "address"))


@pytest.mark.parametrize("dry_run", [False, True])
def test_who_has_the_same_mobile_number_in_another_store_is_somebody_else(
    shops: Shops, dry_run: bool
) -> None:
    for mobile in (PHONE, "+818012345678"):
        entered(shops.midori, "みどりの客", mobile=mobile)
    entered(shops.sakura, "佐藤", mobile=PHONE)
    rows = [["佐藤", "09012345678", "京都"], ["鈴木", "08012345678", "奈良"]]
    ended = taken_in(shops.sakura_manager, csv_of(["氏名", "携帯電話", "住所"], *rows), dry_run=dry_run)
    assert (totals(ended), faults(ended)) == (counted(updated=1, created=1), {})
    taken = [("佐藤", "")] if dry_run else [("佐藤", "京都"), ("鈴木", "奈良")]
    assert named(shops.sakura.pk) == taken
    assert named(shops.midori.pk) == [("みどりの客", "")] * 2


def test_the_same_file_in_both_stores_is_new_in_each_with_its_consents_and_assets(shops: Shops) -> None:
    header = ["顧客番号", "氏名", "携帯電話", "広告同意", "同意日", "同意方法", "登録番号", "車検満了日"]
    content = csv_of(
        header,
        ["A1", "佐藤", "09012345678", "はい", "2026/1/2", "店頭", "品川 500 あ 1", "2027/3/31"],
        ["", "鈴木", "08012345678", "いいえ", "2026/1/3", "紙", "品川 500 あ 2", "2027/3/31"],
    )
    for manager in (shops.midori_manager, shops.sakura_manager):
        with store_scope(manager.store_id):
            car = AssetKind.objects.create(name="車両")
            DueKind.objects.create(asset_kind=car, name="車検満了日")
        ended = taken_in(manager, content, asset_kind=car.pk)
        assert (totals(ended), ended.consents) == (counted(created=2), 2)
        again = taken_in(manager, content, asset_kind=car.pk)
        assert (totals(again), again.consents) == (counted(unchanged=2), 0)
        with store_scope(manager.store_id):
            assert ConsentRecord.objects.count() == 2
