from datetime import date

from django.utils import timezone

from accounts.tenancy.scope import store_scope
from customers.models import DueKind
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import asset_of, attribute_of, kind_of, values_of

FAR, FARTHER = date(2031, 3, 15), date(2032, 3, 13)
FAR_WORDS, FARTHER_WORDS = "2031年3月15日(土)", "2032年3月13日(土)"


def test_the_only_vehicle_is_meant(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    maker = attribute_of(shops.sakura, "メーカー", of=kind)
    customer = entered(shops.sakura)
    asset_of(
        customer, kind, "プリウス 白", {"車検": FAR}, number="品川 1", attributes={str(maker.pk): "トヨタ"}
    )
    fields = (
        "車両",
        "車両:番号",
        "車両:メーカー",
        "管理対象",
        "管理対象:番号",
        "期日",
        "期日の種類",
        "期日:車検",
    )
    assert values_of(shops.sakura, fields, Subject(customer.pk)) == [
        {
            "車両": "プリウス 白",
            "車両:番号": "品川 1",
            "車両:メーカー": "トヨタ",
            "管理対象": "プリウス 白",
            "管理対象:番号": "品川 1",
            "期日": FAR_WORDS,
            "期日の種類": "車検",
            "期日:車検": FAR_WORDS,
        }
    ]


def test_of_two_vehicles_the_chosen_one_is_meant_and_without_a_choice_none(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    customer = entered(shops.sakura)
    white = asset_of(customer, kind, "プリウス 白", {"車検": FAR})
    red = asset_of(customer, kind, "フィット 赤", {"車検": FARTHER})
    dateless = asset_of(customer, kind, "軽トラ")
    fields = ("車両", "期日", "期日:車検")
    assert values_of(
        shops.sakura,
        fields,
        Subject(customer.pk),
        Subject(customer.pk, asset_id=white.pk),
        Subject(customer.pk, asset_id=red.pk),
        # No date of another vehicle is said for one that has none.
        Subject(customer.pk, asset_id=dateless.pk),
    ) == [
        {},
        {"車両": "プリウス 白", "期日": FAR_WORDS, "期日:車検": FAR_WORDS},
        {"車両": "フィット 赤", "期日": FARTHER_WORDS, "期日:車検": FARTHER_WORDS},
        {"車両": "軽トラ"},
    ]


def test_of_two_dates_the_one_that_the_text_is_about_is_meant(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検", "オイル交換"])
    customer = entered(shops.sakura)
    asset_of(customer, kind, dues={"車検": FAR, "オイル交換": FARTHER})
    with store_scope(shops.sakura.pk):
        oil = DueKind.objects.get(name="オイル交換")
    fields = ("期日", "期日の種類", "期日:車検")
    assert values_of(
        shops.sakura, fields, Subject(customer.pk), Subject(customer.pk, due_kind_id=oil.pk)
    ) == [
        {"期日:車検": FAR_WORDS},
        {"期日": FARTHER_WORDS, "期日の種類": "オイル交換", "期日:車検": FAR_WORDS},
    ]


def test_a_due_date_of_the_same_name_is_that_of_what_the_customer_has(shops: Shops) -> None:
    cars, boats = kind_of(shops.sakura, "車両", ["点検"]), kind_of(shops.sakura, "船", ["点検"])
    driver, sailor, both = (
        entered(shops.sakura, "運転"),
        entered(shops.sakura, "船乗"),
        entered(shops.sakura, "両方"),
    )
    asset_of(driver, cars, "車", {"点検": FAR})
    asset_of(sailor, boats, "船", {"点検": FARTHER})
    asset_of(both, cars, "車", {"点検": FAR})
    boat = asset_of(both, boats, "船", {"点検": FARTHER})
    fields = ("期日:点検", "車両", "船", "管理対象")
    assert values_of(
        shops.sakura,
        fields,
        Subject(driver.pk),
        Subject(sailor.pk),
        Subject(both.pk),
        Subject(both.pk, asset_id=boat.pk),
    ) == [
        {"期日:点検": FAR_WORDS, "車両": "車", "管理対象": "車"},
        {"期日:点検": FARTHER_WORDS, "船": "船", "管理対象": "船"},
        {"車両": "車", "船": "船"},
        {"期日:点検": FARTHER_WORDS, "車両": "車", "船": "船", "管理対象": "船"},
    ]


def test_what_is_archived_is_named_only_where_the_text_is_about_it(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    customer = entered(shops.sakura)
    sold = asset_of(customer, kind, "売った車", {"車検": FAR}, archived_at=timezone.now())
    fields = ("車両", "管理対象", "期日", "期日:車検")
    assert values_of(shops.sakura, fields, Subject(customer.pk), Subject(customer.pk, asset_id=sold.pk)) == [
        {},
        {"車両": "売った車", "管理対象": "売った車", "期日": FAR_WORDS, "期日:車検": FAR_WORDS},
    ]


def test_anothers_vehicle_is_never_named(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    foreign_kind = kind_of(shops.midori, "車両", ["車検"])
    customer, other = entered(shops.sakura, "山田"), entered(shops.sakura, "佐藤")
    theirs = asset_of(other, kind, "佐藤の車", {"車検": FAR})
    foreign = asset_of(entered(shops.midori, "緑川"), foreign_kind, "緑川の車", {"車検": FAR})
    fields = ("車両", "管理対象", "期日", "期日:車検")
    assert values_of(
        shops.sakura,
        fields,
        Subject(customer.pk, asset_id=theirs.pk),
        Subject(customer.pk, asset_id=foreign.pk),
        Subject(other.pk, name="山田", asset_id=theirs.pk),
        Subject(asset_id=theirs.pk),
    ) == [{}, {}, {}, {}]


def test_a_kind_that_is_called_as_one_of_our_fields_does_not_take_its_place(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "氏名")
    customer = entered(shops.sakura, "山田 太郎")
    asset_of(customer, kind, "プリウス")
    assert values_of(shops.sakura, ["氏名", "氏名:番号", "管理対象"], Subject(customer.pk)) == [
        {"氏名": "山田 太郎", "管理対象": "プリウス"}
    ]
