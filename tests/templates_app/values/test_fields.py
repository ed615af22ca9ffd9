from accounts.tenancy.scope import store_scope
from templates_app.merge import folded
from templates_app.queries.compiling import MOST_PROBLEMS, Compilation, TextProblem, compiled
from templates_app.queries.fields import fields_of, names_of
from templates_app.queries.page_values import page_values
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import attribute_of, kind_of

# mission.md C2.
PROMISED = {
    "氏名", "宛名", "担当者", "会社名", "店舗名", "電話番号", "予約日時", "オンライン接客URL", "ミーティングID",
    "ミーティングパスワード", "期日",
}  # fmt: skip


def checked(shops: Shops, body: str, *own: str) -> Compilation:
    with store_scope(shops.sakura.pk):
        return compiled(shops.sakura, body, own)


def test_a_store_has_what_is_promised_and_its_own(shops: Shops) -> None:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    attribute_of(shops.sakura, "会員ランク", "choice", choices=["一般", "ゴールド"])
    attribute_of(shops.sakura, "メーカー", of=kind)
    kind_of(shops.midori, "部屋", ["更新"])
    with store_scope(shops.sakura.pk):
        fields = {field.name: field for field in fields_of(shops.sakura)}
    own = {"車両", "車両:番号", "車両:メーカー", "期日:車検", "顧客属性:会員ランク"}
    assert PROMISED | own <= set(fields)
    assert not {"部屋", "期日:更新"} & set(fields)
    assert all(field.example["ja"] and field.example["en"] for field in fields.values())
    assert fields["顧客属性:会員ランク"].example == {"ja": "ゴールド", "en": "ゴールド"}
    assert fields["店舗名"].example == {"ja": "さくら自動車", "en": "さくら自動車"}


def test_every_name_of_a_field_leads_to_it(shops: Shops) -> None:
    attribute_of(shops.sakura, "会員ランク")
    with store_scope(shops.sakura.pk):
        names, fields = names_of(shops.sakura), fields_of(shops.sakura)
    for field in fields:
        assert names[folded(field.name)] == field.name
    assert (names["顧客名"], names["name"], names["店名"]) == ("氏名", "氏名", "店舗名")
    assert names[folded("Attribute : 会員ランク")] == "顧客属性:会員ランク"


def test_a_fields_own_name_goes_before_another_ones_alias(shops: Shops) -> None:
    kind_of(shops.sakura, "name")
    with store_scope(shops.sakura.pk):
        assert names_of(shops.sakura)["name"] == "name"


def test_an_unknown_field_is_pointed_at_with_what_may_have_been_meant(shops: Shops) -> None:
    found = checked(shops, "こんにちは、[[氏名様]]。[[天気]]")
    assert found == Compilation(
        None,
        (
            TextProblem(
                "unknown_field", 6, 13, "氏名様", found.problems[0].message, found.problems[0].suggestions
            ),
            TextProblem("unknown_field", 14, 20, "天気", found.problems[1].message, ()),
        ),
    )
    assert found.problems[0].suggestions[0] == "氏名"
    assert "[[氏名様]]" in found.problems[0].message
    assert "[[氏名]]" in found.problems[0].message


def test_brackets_that_are_wrong_are_pointed_at_in_their_order(shops: Shops) -> None:
    found = checked(shops, "[[氏名]様、宛名]]、[[]]、[[なぞ]]")
    assert found.compiled is None
    assert [(one.code, one.start, one.end, one.suggestions[:1]) for one in found.problems] == [
        ("unclosed", 0, 5, ("氏名",)),
        ("unopened", 7, 11, ("宛名",)),
        ("empty_name", 12, 16, ()),
        ("unknown_field", 17, 23, ()),
    ]


def test_of_a_text_that_is_wrong_all_over_the_first_places_are_told(shops: Shops) -> None:
    found = checked(shops, "[[なぞ]]" * 20_000 + f"[[{'長' * 100_000}]]")
    assert [one.start for one in found.problems] == [6 * at for at in range(MOST_PROBLEMS)]
    [long] = checked(shops, f"[[{'氏名' * 100}]]").problems
    assert (long.name, long.start, long.end, long.suggestions) == ("氏名" * 30 + "…", 0, 204, ())


def test_single_brackets_around_a_fields_name_are_a_hint_and_around_other_words_nothing(shops: Shops) -> None:
    found = checked(shops, "[氏名]様 [注意] ［店舗名］")
    assert found.compiled is not None
    assert found.compiled.render({}).text == "[氏名]様 [注意] ［店舗名］"
    assert [(one.code, one.start, one.end, one.suggestions) for one in found.hints] == [
        ("half_brackets", 0, 4, ("氏名",)),
        ("half_brackets", 11, 16, ("店舗名",)),
    ]


def test_another_stores_field_is_unknown(shops: Shops) -> None:
    attribute_of(shops.midori, "間取り")
    assert [one.code for one in checked(shops, "[[顧客属性:間取り]]").problems] == ["unknown_field"]


def test_names_that_come_with_a_send_are_known_for_it(shops: Shops) -> None:
    assert [one.code for one in checked(shops, "[[注文番号]]").problems] == ["unknown_field"]
    made = checked(shops, "[[ 注文 番号 ]] [[name]]", "注文番号", "name").compiled
    assert made is not None
    assert made.fields == ("注文番号", "氏名")


def test_a_page_gets_names_and_values_of_one_person(shops: Shops) -> None:
    customer = entered(shops.sakura, "山田 太郎", number="K-1")
    with store_scope(shops.sakura.pk):
        found = page_values(store=shops.sakura, subject=Subject(customer.pk))
        assert found["names"] == names_of(shops.sakura)
    assert found["values"] == {
        "店舗名": "さくら自動車",
        "会社名": "さくら自動車株式会社",
        "氏名": "山田 太郎",
        "宛名": "山田 太郎様",
        "顧客番号": "K-1",
    }
