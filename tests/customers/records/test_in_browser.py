"""Assets, definitions, flags and the audit log as they stand in a browser, on a desk and on a phone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.tenancy.scope import store_scope
from customers.domain.change_flags import set_sms_flags
from customers.models import Customer
from customers.queries.access import customers_to_view
from customers.queries.due.due_list import today_of
from tests.chromium import chromium, strict_page
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.records.defined import attribute, vehicle, vehicles
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORE = "/stores/sakura-auto/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's own loop makes Django take this thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


def paths_of(shops: Shops) -> list[str]:
    """Every page of records, filled."""
    attribute(shops.sakura, "会員ランク", "choice", choices=["ゴールド", "シルバー", "ブロンズ"])
    attribute(shops.sakura, "生年月日", "date", position=1)
    known = vehicles(shops.sakura)
    customer = entered(shops.sakura, "山田 太郎", kana="ヤマダ タロウ", mobile="+819012345678", sms_flag=True)
    today = today_of(shops.sakura)
    asset = vehicle(
        shops.sakura_staff,
        customer,
        known.kind,
        "プリウス 白",
        number="品川 300 あ 12-34",
        attributes={known.model.pk: "ZVW30", known.bought.pk: "2020-04-01"},
        dues={known.inspection.pk: today + timedelta(days=12), known.oil.pk: today - timedelta(days=3)},
    )
    with store_scope(shops.sakura.pk):
        change = set_sms_flags(
            actor=shops.sakura_manager,
            customers=customers_to_view(shops.sakura_manager),
            flag=False,
            about="保存した検索「車検が近い人」",
        )
    settings_path = f"{STORE}settings/customers/"
    own = f"{STORE}customers/{customer.pk}/"
    return [
        own,
        f"{own}assets/{asset.pk}/",
        f"{own}assets/new/",
        settings_path,
        f"{settings_path}attributes/new/",
        f"{settings_path}attributes/{known.model.pk}/remove/",
        f"{settings_path}kinds/{known.kind.pk}/",
        f"{settings_path}kinds/{known.kind.pk}/remove/",
        f"{STORE}customers/flags/?customer={customer.pk}",
        f"{STORE}customers/flags/{change.pk}/",
        f"{STORE}audit/",
    ]


def test_the_pages_fit_desk_and_phone_and_a_change_of_flags_is_made_and_taken_back(
    browser: Browser, live_server: LiveServer, shops: Shops, sign_in: SignIn
) -> None:
    value = sign_in(shops.sakura_manager).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
    paths = paths_of(shops)
    for width in (1280, 390):
        with strict_page(browser, width=width) as page:
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            for path in paths:
                page.goto(live_server.url + path)
                assert page.evaluate("document.documentElement.scrollWidth") == width, path
                report = Axe().run(page).response
                assert [(path, each["id"]) for each in report["violations"]] == []
            if width == 1280:
                _change_and_take_back(page, live_server, shops)


def _change_and_take_back(page: Page, live_server: LiveServer, shops: Shops) -> None:
    others = [entered(shops.sakura, name) for name in ("甲", "乙")]
    ticked = "&".join(f"customer={one.pk}" for one in others)
    page.goto(f"{live_server.url}{STORE}customers/flags/?{ticked}")
    page.locator("input[name=flag][value=on]").check()
    page.locator("form[action$='/flags/'] button[type=submit]").click()
    page.locator("input[name=typed]").fill("2")
    page.locator("button[name=step][value=change]").click()
    expect(page.locator("form button.btn-outline-danger")).to_be_visible()
    with store_scope(shops.sakura.pk):
        assert set(Customer.objects.filter(sms_flag=True).values_list("name", flat=True)) == {"甲", "乙"}
    page.locator("form button.btn-outline-danger").click()
    expect(page.locator(".notice.tone-info")).to_be_visible()
    with store_scope(shops.sakura.pk):
        assert not Customer.objects.filter(sms_flag=True).exists()
