import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Permission
from accounts.registries import panels
from accounts.registries.panels import Panel
from accounts.tenancy.scope import store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import Contact, Customer
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

PHONE = "+819012345678"


def address_of(customer: Customer, slug: str = "sakura-auto") -> str:
    return f"/stores/{slug}/customers/{customer.pk}/"


def test_a_customers_page_shows_the_record_and_what_is_not_known(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(
        shops.sakura,
        "山田 太郎",
        kana="ヤマダ タロウ",
        number="K-1",
        mobile=PHONE,
        landline="+81482225678",
        address="埼玉県川口市栄町1-2-3",
        staff=shops.sakura_staff,
        notes="一行目\n<script>二行目",
    )
    with store_scope(shops.sakura.pk):
        Contact.objects.create(customer=customer, last_texted_at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC))
    page = sign_in(shops.sakura_staff).get(address_of(customer))
    text = text_of(page)
    for shown in (
        "Kind person Name 山田 太郎 Name in kana ヤマダ タロウ Company name Not entered Customer number K-1",
        "Landline 048-222-5678 E-mail address Not entered",
        "Staff in charge さくら自動車 staff Language Japanese",
        "090-1234-5678",
        "SMS flag off",
        "Last SMS: 2026-11-23 00:30 JST",
        "一行目 <script>二行目",
    ):
        assert shown in text
    assert "<script>二行目" not in page.content.decode()


def test_a_customer_without_a_mobile_number_is_shown_the_way_to_enter_one(
    shops: Shops, sign_in: SignIn
) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    page = sign_in(shops.sakura_staff).get(address_of(customer))
    assert "Without a mobile number no SMS can be sent. Enter a mobile number" in text_of(page)
    assert f"{address_of(customer)}stop/" not in page.content.decode()


def test_those_who_share_the_number_are_named_with_their_pages(shops: Shops, sign_in: SignIn) -> None:
    father = entered(shops.sakura, "父", mobile=PHONE)
    mother = entered(shops.sakura, "母", mobile=PHONE)
    entered(shops.sakura, "他人", mobile="+819011112222")
    entered(shops.midori, "隣の父", mobile=PHONE)
    page = sign_in(shops.sakura_staff).get(address_of(father)).content.decode()
    shared = page.split("These customers have the same number.")[1].split("</ul>")[0]
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', shared) == [(address_of(mother), "母")]


def test_the_page_takes_as_many_queries_alone_as_with_a_household(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "父", mobile=PHONE)
    client = sign_in(shops.sakura_staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address_of(customer))
        return len(captured)

    alone = queries()
    for name in ("母", "子", "孫"):
        entered(shops.sakura, name, mobile=PHONE, staff=shops.sakura_manager)
    assert queries() == alone


def test_another_stores_customer_does_not_exist_for_any_role(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎", mobile=PHONE)
    for member in (shops.midori_staff, shops.midori_manager, shops.midori_owner):
        client = sign_in(member)
        for slug in ("midori-estate", "sakura-auto"):
            foreign = client.get(address_of(customer, slug))
            assert (foreign.status_code, "山田" in foreign.content.decode()) == (404, False)
    missing = sign_in(shops.sakura_staff).get(f"/stores/sakura-auto/customers/{customer.pk + 10**6}/")
    assert missing.status_code == 404


def test_who_may_not_see_customers_sees_none(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎")
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    staff.save()
    refused = sign_in(staff).get(address_of(customer))
    assert (refused.status_code, "山田" in refused.content.decode()) == (403, False)


@pytest.mark.parametrize(
    ("withheld", "links"),
    [
        ([], {"edit", "letter", "number", "stop"}),
        ([Permission.CUSTOMERS_EDIT], {"letter", "stop"}),
        ([Permission.SUPPRESSIONS_ADD], {"edit", "letter", "number"}),
    ],
)
def test_a_page_offers_what_its_reader_may_do(
    shops: Shops, sign_in: SignIn, withheld: list[Permission], links: set[str]
) -> None:
    customer = entered(shops.sakura, "山田 太郎", mobile=PHONE)
    staff = shops.sakura_staff
    staff.withheld_permissions = withheld
    staff.save()
    page = sign_in(staff).get(address_of(customer)).content.decode()
    assert set(re.findall(rf'href="{address_of(customer)}(\w+)/"', page)) == links


@pytest.mark.parametrize(("role", "may_lift"), [("staff", False), ("manager", True), ("owner", True)])
def test_a_stop_is_shown_with_reason_person_and_time_and_to_a_manager_the_way_to_lift_it(
    shops: Shops, sign_in: SignIn, role: str, may_lift: bool
) -> None:
    customer = entered(shops.sakura, "山田 太郎", mobile=PHONE)
    with store_scope(shops.sakura.pk):
        stop = suppress_number(
            actor=shops.sakura_staff, phone=PHONE, reason="complaint", note="店頭で強い口調"
        )
    page = sign_in(getattr(shops, f"sakura_{role}")).get(address_of(customer))
    text = text_of(page)
    assert "Stopped: all messages Reason: complaint 店頭で強い口調" in text
    assert "JST · さくら自動車 staff" in text
    html = page.content.decode()
    assert f'href="{address_of(customer)}stop/"' not in html
    assert (f'href="{address_of(customer)}stops/{stop.pk}/lift/"' in html) is may_lift
    assert ("A manager can lift it." in text) is not may_lift


def test_panels_of_the_apps_above_stand_in_their_places(
    shops: Shops,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    tmp_path: Path,
) -> None:
    (tmp_path / "panel.html").write_text("{{ panel.word }} for {{ customer }}, seen by {{ membership.role }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    monkeypatch.setattr(panels, "_sources", defaultdict(list))
    panels.add_panel("customer", 20, lambda membership, customer: Panel("panel.html", {"word": "History"}))
    panels.add_panel("customer", 10, lambda membership, customer: None)
    panels.add_panel(
        "customer_actions", 10, lambda membership, customer: Panel("panel.html", {"word": customer.number})
    )
    customer = entered(shops.sakura, "山田 太郎", number="K-1")
    text = text_of(sign_in(shops.sakura_staff).get(address_of(customer)))
    head, record = text.split("Change the record")
    assert head.endswith("K-1 for 山田 太郎, seen by staff ")
    assert record.split(" smsnotify")[0].endswith("History for 山田 太郎, seen by staff")
