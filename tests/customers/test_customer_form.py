from datetime import date
from typing import Any

import pytest

from accounts.models import AuditEntry, Membership, Permission
from accounts.tenancy.scope import store_scope
from customers.models import Attribute, Customer
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, names_listed, text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

LIST = "/stores/sakura-auto/customers/"
NEW = f"{LIST}new/"
TYPED = {"kind": "person", "name": "山田　太郎", "language": "ja"}
# What a record holds beside its search columns and times.
HELD = [
    "number",
    "kind",
    "name",
    "kana",
    "company_name",
    "mobile",
    "landline",
    "postal_code",
    "address",
    "email",
    "staff_id",
    "language",
    "attributes",
    "notes",
    "sms_flag",
]


def held(shops: Shops) -> list[dict[str, Any]]:
    """All records of sakura."""
    with store_scope(shops.sakura.pk):
        return list(Customer.objects.order_by("id").values(*HELD))


def audited(shops: Shops) -> list[tuple[str, int | None, dict[str, Any]]]:
    with store_scope(shops.sakura.pk):
        entries = AuditEntry.objects.filter(object_type="customers.customer").order_by("id")
        return [(entry.action, entry.actor_id, entry.details) for entry in entries]


def test_a_customer_is_entered_with_everything_that_the_store_knows(shops: Shops, sign_in: SignIn) -> None:
    with store_scope(shops.sakura.pk):
        rank = Attribute.objects.create(name="会員ランク", kind="choice", choices=["一般", "ゴールド"])
        distance = Attribute.objects.create(name="走行距離", kind="number")
        licence = Attribute.objects.create(name="免許更新", kind="date")
        origin = Attribute.objects.create(name="きっかけ")
    client = sign_in(shops.sakura_staff)
    answer = client.post(
        NEW,
        {
            "kind": "company",
            "name": "髙橋　\ufa19子\t",
            "kana": "ﾀｶﾊｼ ｱｲ",
            "company_name": "株式会社青空",
            "number": "Ｋ-００１",
            "mobile": "０９０－１２３４－５６７８",
            "landline": "048-222-5678",
            "email": "ai@example.jp",
            "postal_code": "〒３３２ー０００１",
            "address": "埼玉県川口市栄町1-2-3",
            "staff": shops.sakura_manager.pk,
            "language": "en",
            "sms_flag": "on",
            "notes": "平日は18時以降に。\r\n電話は不可。",
            f"attribute_{rank.pk}": "ゴールド",
            f"attribute_{distance.pk}": "12000.5",
            f"attribute_{licence.pk}": "2027-03-15",
            f"attribute_{origin.pk}": "看板",
        },
        follow=True,
    )
    assert held(shops) == [
        {
            "number": "K-001",
            "kind": "company",
            "name": "髙橋 \ufa19子",
            "kana": "タカハシ アイ",
            "company_name": "株式会社青空",
            "mobile": "+819012345678",
            "landline": "+81482225678",
            "postal_code": "332-0001",
            "address": "埼玉県川口市栄町1-2-3",
            "email": "ai@example.jp",
            "staff_id": shops.sakura_manager.pk,
            "language": "en",
            "attributes": {
                str(rank.pk): "ゴールド",
                str(distance.pk): 12000.5,
                str(licence.pk): "2027-03-15",
                str(origin.pk): "看板",
            },
            "notes": "平日は18時以降に。\n電話は不可。",
            "sms_flag": True,
        }
    ]
    page = text_of(answer)
    for shown in (
        "Saved.",
        "髙橋 \ufa19子",
        "090-1234-5678",
        "048-222-5678",
        "ゴールド",
        "12000.5",
        "March 15, 2027",
    ):
        assert shown in page
    assert audited(shops) == [("customer.created", shops.sakura_staff.pk, {})]
    assert names_listed(client.get(LIST, {"q": "たかはし"})) == ["株式会社青空"]


def test_a_new_customer_has_no_sms_flag_unless_it_is_chosen(shops: Shops, sign_in: SignIn) -> None:
    sign_in(shops.sakura_staff).post(NEW, TYPED)
    assert [customer["sms_flag"] for customer in held(shops)] == [False]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": ""}, ["Enter the customer's name, please."]),
        ({"kind": "company"}, ["Enter the company's name, please."]),
        (
            {"name": "　", "email": "山田"},
            ["Enter the customer's name, please.", "Enter a valid email address."],
        ),
        ({"mobile": "090-1234-567"}, ["This is not a complete phone number. Please check the digits."]),
        (
            {"mobile": "03-1234-5678"},
            [
                "SMS reaches mobile numbers only (060, 070, 080, 090). "
                "Please put this number into the landline field."
            ],
        ),
        (
            {"mobile": "9.01E+10"},
            [
                "A spreadsheet has shortened this number (like 9.01E+10). "
                "Please enter it again from the original."
            ],
        ),
        ({"mobile": "+1 202-555-0143"}, ["This number belongs to a country that this store does not text."]),
        ({"landline": "03-1234"}, ["This is not a complete phone number. Please check the digits."]),
        ({"email": "山田"}, ["Enter a valid email address."]),
        ({"number": "K-1"}, ["This customer number belongs to 先客 already."]),
        ({"number": "Ｋ－１"}, ["This customer number belongs to 先客 already."]),
        ({"name": "山" * 101}, ["Ensure this value has at most 100 characters (it has 101)."]),
    ],
)
def test_what_is_wrong_stands_next_to_its_field_and_everything_typed_is_kept(
    shops: Shops, sign_in: SignIn, typed: dict[str, str], errors: list[str]
) -> None:
    entered(shops.sakura, "先客", number="K-1")
    before = held(shops)
    answer = sign_in(shops.sakura_staff).post(NEW, TYPED | {"notes": "大切なメモ"} | typed)
    assert (answer.status_code, errors_shown(answer)) == (422, errors)
    page = answer.content.decode()
    assert "大切なメモ</textarea>" in page
    for name, value in (TYPED | typed).items():
        if value and name not in {"kind", "language"}:
            assert f'name="{name}" value="{value}"' in page
    assert held(shops) == before
    assert audited(shops) == []


@pytest.mark.parametrize(
    ("kind", "choices", "value", "error"),
    [
        ("number", [], "たくさん", "Enter a number."),
        ("number", [], "1" * 16, "Ensure that there are no more than 15 digits in total."),
        ("date", [], "2027-02-30", "Enter a valid date."),
        ("choice", ["一般"], "社長", "Select a valid choice. 社長 is not one of the available choices."),
        ("text", [], "長" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_a_value_that_does_not_fit_the_stores_own_field_is_refused(
    shops: Shops, sign_in: SignIn, kind: str, choices: list[str], value: str, error: str
) -> None:
    with store_scope(shops.sakura.pk):
        attribute = Attribute.objects.create(name="項目", kind=kind, choices=choices)
    answer = sign_in(shops.sakura_staff).post(NEW, TYPED | {f"attribute_{attribute.pk}": value})
    assert (answer.status_code, errors_shown(answer), held(shops)) == (422, [error], [])


def test_a_household_shares_a_number_and_a_customer_number_is_one_stores_own(
    shops: Shops, sign_in: SignIn
) -> None:
    entered(shops.midori, "隣の客", number="K-1", mobile="+819012345678")
    client = sign_in(shops.sakura_staff)
    for name, number in (("父", "K-1"), ("母", ""), ("子", "")):
        client.post(NEW, TYPED | {"name": name, "number": number, "mobile": "09012345678"})
    assert [(one["name"], one["number"], one["mobile"]) for one in held(shops)] == [
        ("父", "K-1", "+819012345678"),
        ("母", "", "+819012345678"),
        ("子", "", "+819012345678"),
    ]


def test_a_change_is_kept_found_and_audited_by_field_names_alone(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(
        shops.sakura, "山田 太郎", kana="ヤマダ タロウ", mobile="+819012345678", staff=shops.sakura_staff
    )
    client = sign_in(shops.sakura_manager)
    edit = f"{LIST}{customer.pk}/edit/"
    form = client.get(edit).content.decode()
    assert 'name="mobile" value="090-1234-5678"' in form
    typed = TYPED | {"name": "鈴木 太郎", "kana": "スズキ タロウ", "mobile": "090-1234-5678", "notes": "改姓"}
    answer = client.post(edit, typed, follow=True)
    assert answer.redirect_chain == [(f"{LIST}{customer.pk}/", 302)]
    assert audited(shops) == [
        ("customer.changed", shops.sakura_manager.pk, {"fields": ["name", "kana", "staff_id", "notes"]})
    ]
    found = [names_listed(client.get(LIST, {"q": typed})) for typed in ("やまだ", "山田", "すずき", "鈴木")]
    assert found == [[], [], ["鈴木 太郎"], ["鈴木 太郎"]]


def test_saving_what_is_unchanged_leaves_no_trace(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎", mobile="+819012345678")
    before = held(shops)
    sign_in(shops.sakura_staff).post(
        f"{LIST}{customer.pk}/edit/", TYPED | {"name": "山田 太郎", "mobile": "090-1234-5678"}
    )
    assert (held(shops), audited(shops)) == (before, [])


def test_a_number_of_a_country_no_longer_allowed_does_not_block_other_changes(
    shops: Shops, sign_in: SignIn
) -> None:
    customer = entered(shops.sakura, "Bob", mobile="+12025550143")
    client = sign_in(shops.sakura_staff)
    edit = f"{LIST}{customer.pk}/edit/"
    typed = TYPED | {"name": "Bob", "mobile": "+1 202-555-0143", "notes": "moved"}
    assert client.post(edit, typed).status_code == 302
    assert client.post(edit, typed | {"mobile": "+1 202-555-0144"}).status_code == 422
    assert [(one["mobile"], one["notes"]) for one in held(shops)] == [("+12025550143", "moved")]


def test_values_of_a_field_that_the_store_has_dropped_are_not_lost(shops: Shops, sign_in: SignIn) -> None:
    with store_scope(shops.sakura.pk):
        kept = Attribute.objects.create(name="残す")
    customer = entered(shops.sakura, "山田 太郎", attributes={"999999": "昔の値", str(kept.pk): "前"})
    sign_in(shops.sakura_staff).post(f"{LIST}{customer.pk}/edit/", TYPED | {f"attribute_{kept.pk}": ""})
    assert [one["attributes"] for one in held(shops)] == [{"999999": "昔の値"}]


def test_the_person_in_charge_is_one_of_the_store(shops: Shops, sign_in: SignIn) -> None:
    answer = sign_in(shops.sakura_staff).post(NEW, TYPED | {"staff": shops.midori_staff.pk})
    assert (answer.status_code, held(shops)) == (422, [])


def test_a_person_who_left_stays_in_charge_until_somebody_else_is_chosen(
    shops: Shops, sign_in: SignIn
) -> None:
    left = shops.sakura_manager
    customer = entered(shops.sakura, "山田 太郎", staff=left)
    Membership.objects.filter(pk=left.pk).update(is_active=False)
    client = sign_in(shops.sakura_staff)
    edit = f"{LIST}{customer.pk}/edit/"
    client.post(edit, TYPED | {"staff": left.pk, "notes": "x"})
    assert [(one["staff_id"], one["notes"]) for one in held(shops)] == [(left.pk, "x")]
    client.post(edit, TYPED | {"staff": ""})
    assert client.post(edit, TYPED | {"staff": left.pk}).status_code == 422
    assert [one["staff_id"] for one in held(shops)] == [None]


def test_who_may_not_change_customers_is_refused_and_nothing_changes(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_EDIT]
    staff.save()
    before = held(shops)
    client = sign_in(staff)
    for address in (NEW, f"{LIST}{customer.pk}/edit/"):
        assert [client.get(address).status_code, client.post(address, TYPED).status_code] == [403, 403]
    assert NEW not in client.get(LIST).content.decode()
    assert held(shops) == before


def test_who_may_not_see_customers_cannot_change_one(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    staff.save()
    before = held(shops)
    client, address = sign_in(staff), f"{LIST}{customer.pk}/edit/"
    for page in (client.get(address), client.post(address, TYPED)):
        assert page.status_code == 403
        assert "山田" not in page.content.decode()
    assert held(shops) == before


def test_another_stores_customer_cannot_be_changed_and_does_not_exist(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    before = held(shops)
    client = sign_in(shops.midori_owner)
    for address in (
        f"/stores/midori-estate/customers/{customer.pk}/edit/",
        f"/stores/sakura-auto/customers/{customer.pk}/edit/",
        f"/stores/midori-estate/customers/{customer.pk + 10**6}/edit/",
    ):
        assert [client.get(address).status_code, client.post(address, TYPED).status_code] == [404, 404]
    assert held(shops) == before


def test_a_form_whose_session_had_ended_comes_back_filled(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    client.get(NEW)
    client.cookies.pop("sessionid")
    ended = client.post(NEW, TYPED | {"notes": "消えては困る"})
    assert (ended.status_code, held(shops)) == (302, [])
    client.force_login(shops.sakura_staff.user, backend="accounts.web.sign_in.Backend")
    opened = client.get(NEW).content.decode()
    assert ("消えては困る</textarea>" in opened, "This is not saved yet." in opened) == (True, True)
    assert "消えては困る" not in client.get(NEW).content.decode()


def test_a_date_typed_in_is_shown_again_for_a_date_input(shops: Shops, sign_in: SignIn) -> None:
    with store_scope(shops.sakura.pk):
        attribute = Attribute.objects.create(name="免許更新", kind="date")
    customer = entered(
        shops.sakura, "山田 太郎", attributes={str(attribute.pk): date(2027, 3, 15).isoformat()}
    )
    page = sign_in(shops.sakura_staff).get(f"{LIST}{customer.pk}/edit/").content.decode()
    assert f'name="attribute_{attribute.pk}" value="2027-03-15"' in page
