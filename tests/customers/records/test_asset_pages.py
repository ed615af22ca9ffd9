import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Permission
from accounts.tenancy.scope import store_scope
from customers.domain.assets.archive_asset import archive_asset
from customers.models import Asset, Customer
from customers.queries.assets import due_state
from customers.queries.due.due_list import today_of
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.customers.records.defined import dues_kept, vehicle, vehicles
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")


def page_of(customer: Customer) -> str:
    return f"/stores/sakura-auto/customers/{customer.pk}/"


def test_the_customers_page_shows_assets_with_dates_days_left_and_flag_and_folds_those_that_ended(
    shops: Shops, sign_in: SignIn
) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura, sms_flag=True)
    now = today_of(shops.sakura)
    vehicle(
        shops.sakura_staff,
        customer,
        known.kind,
        "プリウス 白",
        number="品川 300 あ 12-34",
        attributes={known.bought.pk: date(2020, 4, 1), known.model.pk: "ZVW30"},
        dues={known.inspection.pk: now + timedelta(days=90), known.oil.pk: now - timedelta(days=3)},
        sms_flag=True,
    )
    sold = vehicle(shops.sakura_staff, customer, known.kind, "古い軽", dues={known.oil.pk: now})
    with store_scope(shops.sakura.pk):
        archive_asset(actor=shops.sakura_staff, asset=sold)
    text = text_of(sign_in(shops.sakura_staff).get(page_of(customer)))
    section = text.split("Assets Add an asset")[1]
    current, ended = section.split("1 that was sold or has ended")
    assert "プリウス 白 車両 · 品川 300 あ 12-34 SMS flag on Change プリウス 白" in current
    assert (
        f"オイル交換 {now - timedelta(days=3)} 3 days overdue 車検 {now + timedelta(days=90)} 90 days left"
        in current
    )
    assert "Details 車種 ZVW30 購入日 April 1, 2020" in current
    assert ended.strip().startswith(f"古い軽 車両 Sold or ended SMS flag off Change 古い軽 オイル交換 {now} ")
    assert "due today" not in ended


@pytest.mark.parametrize(
    ("days", "tone", "word"),
    [(-1, "danger", "1 day overdue"), (0, "warning", "due today"), (1, "warning", "1 day left"),
     (30, "warning", "30 days left"), (31, "neutral", "31 days left"), (-1200, "danger", "1,200 days overdue")],
)  # fmt: skip
def test_a_due_date_is_shown_by_how_near_it_is(days: int, tone: str, word: str) -> None:
    day = date(2026, 11, 23)
    state = due_state(day + timedelta(days=days), today=day)
    assert (state.tone, str(state.word)) == (tone, word)


def test_the_page_takes_as_many_queries_with_one_asset_as_with_three(shops: Shops, sign_in: SignIn) -> None:
    known, other, customer = vehicles(shops.sakura), vehicles(shops.sakura, "保険"), entered(shops.sakura)
    client = sign_in(shops.sakura_staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(customer))
        return len(captured)

    def add(of: object) -> None:
        vehicle(shops.sakura_staff, customer, of.kind, dues={of.inspection.pk: date(2027, 1, 1)})  # type: ignore[attr-defined]

    add(known)
    queries()
    one = queries()
    add(known)
    add(other)
    assert queries() == one


def test_an_asset_is_added_changed_archived_and_brought_back_from_the_page(
    shops: Shops, sign_in: SignIn
) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    vehicles(shops.sakura, "保険")
    client = sign_in(shops.sakura_staff)
    choice = client.get(f"{page_of(customer)}assets/new/")
    assert re.findall(r'href="\?kind=\d+"><span class="fw-bold">(.*?)</span>', choice.content.decode()) == [
        "車両",
        "保険",
    ]
    address = f"{page_of(customer)}assets/new/?kind={known.kind.pk}"
    form = client.get(address).content.decode()
    assert f'name="attribute_{known.colour.pk}"' in form
    assert f'name="due_{known.inspection.pk}"' in form
    typed = {
        "label": "プリウス",
        f"due_{known.inspection.pk}": "2027-03-31",
        f"attribute_{known.doors.pk}": "5",
        "sms_flag": "on",
    }
    saved = client.post(address, typed)
    assert (saved.status_code, saved.headers["Location"]) == (302, page_of(customer))
    with store_scope(shops.sakura.pk):
        asset = Asset.objects.get()
    assert (asset.sms_flag, asset.attributes) == (True, {str(known.doors.pk): 5})
    assert dues_kept(shops.sakura, asset) == {"車検": date(2027, 3, 31)}

    own = f"{page_of(customer)}assets/{asset.pk}/"
    shown = client.get(own).content.decode()
    assert 'value="2027-03-31"' in shown
    client.post(own, {"label": "プリウスα", f"due_{known.oil.pk}": "2026-12-24"})
    assert dues_kept(shops.sakura, asset) == {"オイル交換": date(2026, 12, 24)}
    client.post(f"{own}archive/")
    with store_scope(shops.sakura.pk):
        kept = Asset.objects.get()
        assert (kept.label, kept.sms_flag, kept.attributes, kept.archived_at is None) == (
            "プリウスα",
            False,
            {},
            False,
        )
        client.post(f"{own}restore/")
        assert Asset.objects.get().archived_at is None


def test_a_form_that_is_refused_keeps_what_was_typed_beside_its_errors(shops: Shops, sign_in: SignIn) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    # A store with one kind is not asked for it.
    page = sign_in(shops.sakura_staff).post(
        f"{page_of(customer)}assets/new/",
        {
            "label": "",
            "number": "品川",
            f"due_{known.oil.pk}": "2027-02-30",
            f"attribute_{known.doors.pk}": "x",
        },
    )
    assert page.status_code == 422
    assert errors_shown(page) == ["This field is required.", "Enter a number.", "Enter a valid date."]
    assert 'value="品川"' in page.content.decode()
    with store_scope(shops.sakura.pk):
        assert not Asset.objects.exists()


def test_a_store_without_kinds_is_told_to_define_one_first(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura)
    address = f"{page_of(customer)}assets/new/"
    manager = sign_in(shops.sakura_manager).get(address).content.decode()
    staff = sign_in(shops.sakura_staff).get(address)
    link = 'href="/stores/sakura-auto/settings/customers/kinds/new/"'
    assert (link in manager, link in staff.content.decode()) == (True, False)
    assert "A manager adds them under “Fields and kinds”." in text_of(staff)


def test_assets_of_another_customer_or_store_are_not_there(shops: Shops, sign_in: SignIn) -> None:
    known, customer, other = vehicles(shops.sakura), entered(shops.sakura), entered(shops.sakura, "佐藤")
    foreign_kind = vehicles(shops.midori).kind
    asset = vehicle(shops.sakura_staff, customer, known.kind)
    foreign = vehicle(shops.midori_staff, entered(shops.midori), foreign_kind)
    client = sign_in(shops.sakura_owner)
    addresses = [
        f"{page_of(other)}assets/{asset.pk}/",
        f"{page_of(customer)}assets/{foreign.pk}/",
        f"{page_of(customer)}assets/new/?kind={foreign_kind.pk}",
        f"{page_of(customer)}assets/new/?kind=x",
    ]
    assert [client.post(address, {"label": "別"}).status_code for address in addresses] == [404] * 4
    with store_scope(shops.midori.pk):
        assert list(Asset.objects.values_list("label", flat=True)) == ["プリウス"]


def test_who_may_only_look_sees_assets_without_buttons_and_changes_none(
    shops: Shops, sign_in: SignIn
) -> None:
    known, customer = vehicles(shops.sakura), entered(shops.sakura)
    asset = vehicle(shops.sakura_staff, customer, known.kind)
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CUSTOMERS_EDIT]
    staff.save()
    client = sign_in(staff)
    page = client.get(page_of(customer)).content.decode()
    assert ("プリウス" in page, "/assets/" in page) == (True, False)
    own = f"{page_of(customer)}assets/{asset.pk}/"
    for address in (own, f"{own}archive/", f"{page_of(customer)}assets/new/"):
        assert client.post(address, {"label": "別"}).status_code == 403
    with store_scope(shops.sakura.pk):
        assert list(Asset.objects.values_list("label", "archived_at")) == [("プリウス", None)]
