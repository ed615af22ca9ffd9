import pytest

from templates_app.merge import folded
from templates_app.merge.names import as_key, likely_names, without_honorific

KNOWN = [
    (folded(name), key)
    for key, names in {
        "氏名": ("氏名", "顧客名", "お名前", "name"),
        "宛名": ("宛名", "salutation"),
        "担当者": ("担当者", "staff"),
        "予約日時": ("予約日時",),
        "期日:車検": ("期日:車検",),
        "顧客属性:会員ランク": ("顧客属性:会員ランク",),
    }.items()
    for name in names
]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("氏名様", "氏名"),
        ("%氏名", "氏名"),
        ("お客名", "氏名"),
        ("担当", "担当者"),
        ("予約日", "予約日時"),
        ("車検", "期日:車検"),
        ("会員ランク", "顧客属性:会員ランク"),
        ("nama", "氏名"),
        ("Ｓａｌｕｔａｔｉｏｎｓ", "宛名"),
    ],
)
def test_the_likeliest_field_comes_first(written: str, first: str) -> None:
    assert likely_names(written, KNOWN)[0] == first


@pytest.mark.parametrize("written", ["", "%", "zzz", "天気"])
def test_nothing_is_suggested_for_what_is_like_nothing(written: str) -> None:
    assert likely_names(written, KNOWN) == ()


def test_three_are_named_at_most_and_each_once() -> None:
    known = [(f"期日:{name}", f"期日:{name}") for name in ("車検", "点検", "更新", "満期")]
    assert likely_names("期日", [*known, *known]) == ("期日:車検", "期日:点検", "期日:更新")


def test_a_bar_in_a_shops_own_name_does_not_begin_a_fallback() -> None:
    assert as_key("身長|体重｜その他") == "身長 体重 その他"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("山田 太郎様", "山田 太郎"),
        ("山田　さん", "山田"),
        ("株式会社みどり 御中", "株式会社みどり"),
        ("様", "様"),
        ("森", "森"),
    ],
)
def test_what_staff_write_behind_a_name_is_no_part_of_it(typed: str, name: str) -> None:
    assert without_honorific(typed) == name
