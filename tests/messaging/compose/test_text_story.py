"""A text's whole life as a shop and its customer see it: template, warnings, schedule, cancel, again, tap, stop."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.chromium import chromium, strict_page
from tests.stack import Stack
from tests.test_main_job import EVERYBODY, sign_in
from tracking.links.evidence import TOO_SOON_SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

SHOP = "/stores/sakura-auto"
BODY = "さくら自動車です。[[宛名]]、[[車両]]の車検の期日が近づきました。ご予約はこちら [[URL]] 配信停止 [[配信停止URL]]"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
PREVIEW = "Mozilla/5.0 facebookexternalhit/1.1 Facebot Twitterbot/1.0"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with strict_page(browser) as opened:
        yield opened


def owner_of_one_vehicle(stack: Stack) -> tuple[int, str, int, date]:
    """(customer, E.164, vehicle, 車検) of somebody whose messages arrive, and whose number is nobody else's."""
    [(customer, phone, asset, due)] = stack.rows(
        "SELECT customer.id, min(customer.mobile), min(asset.id), min(due.date) "
        "FROM customers_customer AS customer JOIN accounts_store AS store ON store.id = customer.store_id "
        "JOIN customers_asset AS asset ON asset.customer_id = customer.id AND asset.archived_at IS NULL "
        "JOIN customers_assetdue AS due ON due.asset_id = asset.id "
        "JOIN customers_duekind AS kind ON kind.id = due.kind_id "
        "WHERE store.slug = 'sakura-auto' AND kind.name = '車検' AND customer.mobile IS NOT NULL "
        "AND right(customer.mobile, 3) NOT BETWEEN '900' AND '999' "
        "AND customer.mobile NOT IN (SELECT phone FROM customers_suppression) "
        "AND customer.mobile NOT IN (SELECT phone FROM customers_consentstate WHERE NOT granted) "
        "AND (SELECT count(*) FROM customers_customer AS other WHERE other.mobile = customer.mobile) = 1 "
        "GROUP BY customer.id HAVING count(DISTINCT asset.id) = 1 ORDER BY 1 LIMIT 1"
    )
    return int(str(customer)), str(phone), int(str(asset)), due  # type: ignore[return-value]


def make_template(page: Page, stack: Stack) -> None:
    """By the store's manager, as the editor has it."""
    page.goto(f"{stack.web}{SHOP}/templates/new/")
    page.locator("[name=name]").fill("車検のご案内")
    page.locator("[name=body]").fill(BODY)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/templates/\d+/"))


def write(page: Page, due: date, asset: int) -> None:
    """The template, the vehicle, and two things that are wrong with what is added to it."""
    page.locator("[data-bs-target='#template-picker']").click()
    page.locator("button[data-template-body]").filter(has_text="車検のご案内").click()
    text = page.locator("textarea[data-composer-body]")
    expect(text).to_have_value(BODY)
    page.locator("select[name=assets]").select_option(str(asset))
    # The text asks for an address, so the place for it stands open.
    page.locator("[name=link]").fill("https://shop.example.jp/yoyaku?plan=shaken")
    other = due + timedelta(days=1)
    text.fill(f"{BODY}\n期日は{other.month}月{other.day}日です。090-1111-2222")


def press(page: Page, step: str) -> None:
    with page.expect_navigation():
        page.locator(f"main button[name=step][value={step}]").click()


def tick_all(page: Page) -> None:
    for box in page.locator("input[name=acknowledge]").all():
        box.check()


def test_a_text_from_the_template_to_the_stop(stack: Stack, browser: Browser, page: Page) -> None:
    stack.start(*EVERYBODY)
    stack.wait_for(lambda: stack.ready(), "every worker")
    customer, phone, asset, due = owner_of_one_vehicle(stack)
    sign_in(page, stack, "manager@sakura-auto.example")
    make_template(page, stack)
    page.goto(f"{stack.web}{SHOP}/send/customers/{customer}/")
    write(page, due, asset)
    live = page.locator(".live-check")
    expect(live).to_contain_text("090-1111-2222")
    expect(live.locator(".tone-warning")).to_have_count(2)
    expect(page.locator(".handset-text")).not_to_contain_text("[[")
    page.locator("#id_when_later").check()
    page.locator("[data-moment$='T10:00']").first.click()
    press(page, "confirm")
    tick_all(page)
    press(page, "send")
    page.wait_for_url("**/send/done/*/")
    page.goto(f"{stack.web}{SHOP}/messages/scheduled/")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("10:00")
    row.locator("summary").click()
    row.locator("form button").click()
    expect(page.locator("tbody tr").filter(has_text="配信取消").first).to_be_visible()
    assert stack.handset(phone) == []
    page.locator("tbody tr").filter(has_text="配信取消").first.locator("a[href*='replace=']").click()
    page.wait_for_url("**/send/customers/*/?replace=*")
    page.locator("#id_when_now").check()
    press(page, "confirm")
    tick_all(page)
    press(page, "send")
    page.wait_for_url("**/send/done/*/")
    stack.wait_for(lambda: stack.handset(phone), "the handset")
    [message] = stack.handset(phone)
    tapped_and_stopped(stack, browser, page, message["text"], customer)


def tapped_and_stopped(stack: Stack, browser: Browser, page: Page, text: str, customer: int) -> None:
    short, stop = re.findall(r"https?://\S+/(?:s|o)/\w+", text)
    page.request.get(short, headers={"User-Agent": PREVIEW}, max_redirects=0)
    page.request.head(stop)
    handset = browser.new_context(locale="ja-JP", java_script_enabled=False, user_agent=IPHONE)
    tab = handset.new_page()
    # Nobody taps sooner (tracking/links/evidence.py).
    tab.wait_for_timeout(1000 * (TOO_SOON_SECONDS + 1))
    with pytest.raises(PlaywrightError, match="ERR_NAME_NOT_RESOLVED"):
        # The shop's page is made up; that the browser was sent there is what counts.
        tab.goto(short)
    code = short.rsplit("/", 1)[1]
    stack.wait_for(
        lambda: stack.rows(
            "SELECT 1 FROM tracking_shortlink WHERE code = %s AND taps = 1 AND previews = 1", code
        ),
        "the tallies",
    )
    page.goto(f"{stack.web}{SHOP}/links/")
    page.locator("tbody tr").first.locator("a").first.click()
    expect(page.locator("main")).to_contain_text("shop.example.jp")
    # One person, one preview, nothing else.
    expect(page.locator(".stat-figure").first).to_have_text("1")
    expect(page.locator(".apart-list dd strong")).to_have_text(["1回", "0回", "0回"])
    tab.goto(stop)
    tab.locator("button.strong").click()
    handset.close()
    stack.wait_for(
        lambda: stack.rows(
            "SELECT 1 FROM customers_suppression WHERE lifted_at IS NULL AND reason = 'opt_out_page'"
        ),
        "the stop",
    )
    page.goto(f"{stack.web}{SHOP}/send/customers/{customer}/")
    refusal = page.locator(".notice.tone-danger[role=alert]").first
    expect(refusal).to_contain_text("今は送信できません")
    expect(refusal).to_contain_text("停止")
    expect(page.locator("button[name=step][value=confirm]")).to_be_disabled()
