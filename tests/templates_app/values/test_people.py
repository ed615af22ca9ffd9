import pytest

from accounts.tenancy.scope import store_scope
from customers.models import Customer
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import attribute_of, values_of

WHO = ("氏名", "宛名", "フリガナ", "顧客会社名", "顧客番号", "担当者")


def test_a_person_is_named_and_addressed(shops: Shops) -> None:
    customer = entered(
        shops.sakura,
        "山田 太郎",
        kana="ヤマダ タロウ",
        number="K-1",
        staff=shops.sakura_staff,
        company_name="みどり商会",
    )
    shops.sakura_staff.user.name = "佐藤"
    shops.sakura_staff.user.save()
    assert values_of(shops.sakura, WHO, Subject(customer.pk)) == [
        {
            "氏名": "山田 太郎",
            "宛名": "山田 太郎様",
            "フリガナ": "ヤマダ タロウ",
            "顧客会社名": "みどり商会",
            "顧客番号": "K-1",
            "担当者": "佐藤",
        }
    ]


def test_staff_without_a_name_are_not_named_by_their_address(shops: Shops) -> None:
    customer = entered(shops.sakura, staff=shops.sakura_staff)
    shops.sakura_staff.user.name = ""
    shops.sakura_staff.user.save()
    assert values_of(shops.sakura, ["担当者"], Subject(customer.pk)) == [{}]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": "山田"}, {"氏名": "山田", "宛名": "山田様"}),
        ({"name": "", "company_name": "みどり商会"}, {"氏名": "みどり商会", "宛名": "みどり商会御中"}),
        ({"name": "John", "language": "en"}, {"氏名": "John", "宛名": "John"}),
    ],
)
def test_a_company_without_a_person_is_addressed_as_one(
    shops: Shops, fields: dict[str, str], expected: dict[str, str]
) -> None:
    kind = Customer.Kind.COMPANY if "company_name" in fields else Customer.Kind.PERSON
    customer = entered(shops.sakura, kind=kind, **fields)
    assert values_of(shops.sakura, ["氏名", "宛名"], Subject(customer.pk)) == [expected]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("", "", {"宛名": "お客様"}),
        ("", "en", {"宛名": "Customer"}),
        ("鈴木様", "", {"氏名": "鈴木", "宛名": "鈴木様"}),
        ("鈴木", "en", {"氏名": "鈴木", "宛名": "鈴木"}),
    ],
)
def test_somebody_without_a_record_goes_by_the_typed_name(
    shops: Shops, name: str, language: str, expected: dict[str, str]
) -> None:
    subject = Subject(name=name, language=language)
    assert values_of(shops.sakura, ["氏名", "宛名", "顧客番号"], subject) == [expected]


def test_of_another_person_of_the_household_only_the_typed_name_is_used(shops: Shops) -> None:
    rank = attribute_of(shops.sakura, "会員ランク")
    taro = entered(
        shops.sakura, "山田 太郎", kana="ヤマダ タロウ", number="K-1", attributes={str(rank.pk): "ゴールド"}
    )
    fields = ("氏名", "宛名", "顧客番号", "顧客属性:会員ランク")
    whole = {"氏名": "山田 太郎", "宛名": "山田 太郎様", "顧客番号": "K-1", "顧客属性:会員ランク": "ゴールド"}
    found = values_of(
        shops.sakura,
        fields,
        Subject(taro.pk, name="山田 花子"),
        # The same person, as staff type it: part of the name, in kana, with blanks of another width, with 様.
        Subject(taro.pk, name="山田"),
        Subject(taro.pk, name="やまだ　たろう"),
        Subject(taro.pk, name="山田太郎様"),
        Subject(taro.pk),
    )
    assert found == [{"氏名": "山田 花子", "宛名": "山田 花子様"}, whole, whole, whole, whole]


def test_own_fields_are_written_by_their_kind(shops: Shops) -> None:
    text = attribute_of(shops.sakura, "きっかけ")
    number = attribute_of(shops.sakura, "年式", "number")
    day = attribute_of(shops.sakura, "更新日", "date")
    choice = attribute_of(shops.sakura, "ランク|区分", "choice", choices=["金", "銀"])
    kept = {str(text.pk): "ご紹介", str(number.pk): 2018, str(day.pk): "2031-02-28", str(choice.pk): "銀"}
    customer = entered(shops.sakura, attributes=kept)
    bare = entered(shops.sakura, "佐藤")
    fields = ("顧客属性:きっかけ", "顧客属性:年式", "顧客属性:更新日", "顧客属性:ランク 区分")
    found = values_of(
        shops.sakura, fields, Subject(customer.pk), Subject(customer.pk, language="en"), Subject(bare.pk)
    )
    assert found == [
        dict(zip(fields, ("ご紹介", "2018", "2031年2月28日(金)", "銀"), strict=True)),
        dict(zip(fields, ("ご紹介", "2018", "Fri 28 Feb 2031", "銀"), strict=True)),
        {},
    ]


def test_what_the_sender_brings_along_goes_first_under_any_name(shops: Shops) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    fields = ("氏名", "店舗名", "注文番号")
    found = values_of(
        shops.sakura,
        fields,
        Subject(customer.pk, given={"ＮＡＭＥ": " 太郎\n君 ", "注文番号": "A-1", "知らない": "x"}),
        Subject(customer.pk, given={"氏名": "", "店名": "本店"}),
    )
    assert found == [
        {"氏名": "太郎 君", "店舗名": "さくら自動車", "注文番号": "A-1"},
        {"店舗名": "本店"},
    ]


def test_a_value_stands_on_one_line(shops: Shops) -> None:
    customer = entered(shops.sakura, "\u3000山田\r\n太郎\t")
    assert values_of(shops.sakura, ["氏名"], Subject(customer.pk)) == [{"氏名": "山田  太郎"}]


def test_the_shop_says_who_it_is(shops: Shops) -> None:
    fields = ("店舗名", "会社名", "電話番号")
    known = {"店舗名": "さくら自動車", "会社名": "さくら自動車株式会社"}
    assert values_of(shops.sakura, fields, Subject()) == [known]
    shops.sakura.phone = "03-1111-2222"
    assert values_of(shops.sakura, fields, Subject()) == [known | {"電話番号": "03-1111-2222"}]


def test_another_stores_customer_has_no_values(shops: Shops) -> None:
    foreign = entered(shops.midori, "緑川", number="M-1")
    assert values_of(shops.sakura, WHO, Subject(foreign.pk)) == [{"宛名": "お客様"}]
    assert values_of(shops.sakura, WHO, Subject(foreign.pk, name="緑川")) == [
        {"氏名": "緑川", "宛名": "緑川様"}
    ]


def test_nothing_is_looked_up_for_nobody_or_without_fields(shops: Shops) -> None:
    assert values_of(shops.sakura, ["氏名"]) == []
    assert values_of(shops.sakura, [], Subject(), Subject()) == [{}, {}]
    with store_scope(shops.sakura.pk):
        assert Customer.objects.count() == 0
