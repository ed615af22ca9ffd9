"""`send/chosen/`: from ticked rows, or all of a list, to the composer for many."""

import re
import time
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Permission
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.index_customer import index_customer
from customers.domain.lists.make_list import make_list
from customers.domain.lists.put_on_list import put_on_list
from customers.models import Customer
from customers.queries.access import customers_to_view
from customers.queries.selection import Selection
from messaging.models import MessageText
from messaging.queries.chosen import chosen_people
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.customers.records.defined import vehicle, vehicles
from tests.messaging.compose.conftest import in_english
from tests.shops import Shops

pytestmark = pytest.mark.django_db

CHOSEN = "/stores/sakura-auto/send/chosen/"


def lines_in(page: Any) -> list[str]:
    found = re.search(r'<textarea name="numbers"[^>]*>\n?(.*?)</textarea>', page.content.decode(), re.DOTALL)
    assert found is not None
    return [line for line in unescape(found[1]).split("\n") if line]


def test_ticked_customers_stand_in_the_lines_and_get_the_message_each_once(
    shops: Shops, sign_in: SignIn
) -> None:
    taro = entered(shops.sakura, "山田 太郎", kana="ヤマダ", mobile="+819011112222", sms_flag=True)
    hanako = entered(shops.sakura, "山田 花子", kana="ヤマダハ", mobile="+819011112222")
    sato = entered(shops.sakura, "佐藤", kana="サトウ", mobile="+819033334444")
    none = entered(shops.sakura, "電話なし", kana="デンワ", mobile=None)
    theirs = entered(shops.midori, "みどり", mobile="+819055556666")
    client = sign_in(in_english(shops.sakura_staff))
    ids = [taro.pk, hanako.pk, sato.pk, none.pk, theirs.pk]
    page = client.post(CHOSEN, {"customer": ids})
    assert lines_in(page) == ["090-3333-4444\t佐藤", "090-1111-2222\t山田 太郎", "090-1111-2222\t山田 花子"]
    words = text_of(page)
    assert "4 customers chosen" in words
    assert "1 has no mobile number and is left out: 電話なし" in words
    assert "2 have the SMS flag off." in words
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert key is not None
    form = {"key": key[1], "numbers": "\n".join(lines_in(page)), "body": "お待たせしました。"}
    confirm = client.post(CHOSEN, form | {"step": "confirm"})
    assert confirm.status_code == 200
    client.post(CHOSEN, form | {"step": "send"})
    with platform_scope("a look at everything"):
        sent = MessageText.objects.order_by("phone").values_list("phone", "recipient_name", "customer_id")
        assert list(sent) == [
            ("+819011112222", "山田 太郎", taro.pk),
            ("+819033334444", "佐藤", sato.pk),
        ]


def test_a_whole_list_is_chosen_by_its_source(shops: Shops, sign_in: SignIn) -> None:
    staff = shops.sakura_staff
    entered(shops.sakura, "佐藤", mobile="+819033334444")
    with store_scope(shops.sakura.pk):
        static_list = make_list(actor=staff, name="春")
        put_on_list(actor=staff, static_list=static_list, customers=customers_to_view(staff))
    entered(shops.sakura, "名簿外", mobile="+819055556666")
    client = sign_in(in_english(staff))
    page = client.post(CHOSEN, {"all": "1", "source": f"list:{static_list.pk}"})
    assert lines_in(page) == ["090-3333-4444\t佐藤"]
    assert "the list “春”" in text_of(page)


def test_more_than_a_thousand_are_told_that_a_campaign_is_the_way(shops: Shops, sign_in: SignIn) -> None:
    staff = in_english(shops.sakura_staff)
    many(shops, 1000)
    with store_scope(shops.sakura.pk):
        chosen = chosen_people(staff, Selection(source="all"), most=1000)
    assert (len(chosen.lines), chosen.too_many) == (1000, False)
    entered(shops.sakura, mobile="+818011112222")
    page = sign_in(staff).post(CHOSEN, {"all": "1", "source": "all"})
    words = text_of(page)
    assert page.status_code == 422
    assert "1,001 customers were chosen; up to 1,000 can be texted from here at once." in words
    assert "So many people are reached by a campaign." in words


def many(shops: Shops, people: int) -> None:
    with store_scope(shops.sakura.pk):
        rows = [
            Customer(store=shops.sakura, name=f"客{n}", mobile=f"+8190{n:08}") for n in range(1, people + 1)
        ]
        for row in rows:
            index_customer(row)
        Customer.objects.bulk_create(rows)


def test_nobody_to_text_is_said_and_nothing_is_lost(shops: Shops, sign_in: SignIn) -> None:
    none = entered(shops.sakura, "電話なし", mobile=None)
    theirs = entered(shops.midori, "みどり")
    client = sign_in(in_english(shops.sakura_staff))
    unreachable = client.post(CHOSEN, {"customer": [none.pk]})
    assert "None of those who were chosen has a mobile number." in text_of(unreachable)
    nobody = client.post(CHOSEN, {"customer": [theirs.pk]})
    assert "Nobody was found among what was chosen." in text_of(nobody)
    nothing = client.post(CHOSEN, {})
    assert "Tick at least one row first" in text_of(nothing)
    assert [page.status_code for page in (unreachable, nobody, nothing)] == [422] * 3


def test_the_address_without_a_choice_is_quick_send(shops: Shops, sign_in: SignIn) -> None:
    answer = sign_in(shops.sakura_staff).get(CHOSEN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/stores/sakura-auto/send/")


def test_who_may_not_send_or_see_customers_sends_to_nobody(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura)
    staff = shops.sakura_staff
    for withheld in (Permission.MESSAGES_SEND, Permission.CUSTOMERS_VIEW):
        staff.withheld_permissions = [withheld]
        staff.save()
        assert sign_in(staff).post(CHOSEN, {"customer": [customer.pk]}).status_code == 403


def test_who_was_chosen_is_chosen_still_after_signing_in_anew(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "佐藤", mobile="+819033334444")
    client: Client = sign_in(in_english(shops.sakura_staff))
    client.get("/stores/sakura-auto/")
    session = client.session
    session["parked_form"] = {
        "person": shops.sakura_staff.user.pk,
        "path": CHOSEN,
        "typed": {"customer": [str(customer.pk)]},
        "at": time.time(),
    }
    session.save()
    page = client.get(CHOSEN)
    assert lines_in(page) == ["090-3333-4444\t佐藤"]


def test_from_a_due_list_each_ones_own_vehicle_and_what_falls_due_stay_with_the_text(
    shops: Shops, sign_in: SignIn
) -> None:
    known = vehicles(shops.sakura)
    taro = entered(shops.sakura, "山田 太郎", kana="ヤマダ", mobile="+819011112222", sms_flag=True)
    hanako = entered(shops.sakura, "佐藤 花子", kana="サトウ", mobile="+819033334444", sms_flag=True)
    cars = [
        vehicle(shops.sakura_manager, owner, known.kind, label, dues={known.inspection.pk: due})
        for owner, label, due in (
            (taro, "軽トラック", date(2027, 5, 1)),
            (taro, "プリウス", date(2027, 3, 15)),
            (hanako, "フィット", date(2027, 4, 2)),
        )
    ]
    client = sign_in(in_english(shops.sakura_staff))
    source = f"due:{known.inspection.pk}:2027-01-01:2027-12-31"
    page = client.post(CHOSEN, {"asset": [car.pk for car in cars], "source": source})
    assert lines_in(page) == ["090-3333-4444\t佐藤 花子", "090-1111-2222\t山田 太郎"]
    assert "1 of them has several" in text_of(page)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert (hidden["assets"], hidden["due_kind"]) == (
        ",".join(str(car.pk) for car in cars),
        str(known.inspection.pk),
    )
    assert re.findall(r'id="id_purpose_\w+" value="(\w+)" checked', page.content.decode()) == ["reminder"]
    kept = {name: hidden[name] for name in ("key", "assets", "due_kind")}
    body = "さくら自動車です。[[車両]]の[[期日]]が近づきました。"
    form = kept | {"numbers": "\n".join(lines_in(page)), "body": body, "purpose": "reminder"}
    client.post(CHOSEN, form | {"step": "send"})
    with platform_scope("a look at everything"):
        texts = list(MessageText.objects.order_by("pk").values_list("recipient_name", "body"))
    assert [
        (name, label in text) for (name, text), label in zip(texts, ("フィット", "プリウス"), strict=True)
    ] == [
        ("佐藤 花子", True),
        ("山田 太郎", True),
    ]
    assert ("3" in texts[1][1], "4" in texts[0][1]) == (True, True)
