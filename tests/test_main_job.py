"""The main job, as a shop's employee does it: every process is real, and so is the browser."""

import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium, strict_page
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

EVERYBODY = ("simulator", "web", "worker-urgent", "worker-bulk", "worker-upkeep", "beat")
TEXT = "さくら自動車です。\nお車の整備が終わりました。18時までにご来店ください。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with strict_page(browser) as opened:
        yield opened


def sign_in(page: Page, stack: Stack, who: str = "staff@sakura-auto.example") -> None:
    page.goto(f"{stack.web}/")
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill("smsnotify-demo")
    page.locator("form[action*=login] button[type=submit], main button[type=submit]").first.click()
    page.wait_for_url("**/stores/*/")


def somebody(stack: Stack, slug: str = "sakura-auto", number: int = 0) -> tuple[int, str]:
    """(id, E.164) of a customer whose messages arrive, and who shares the number with nobody."""
    found = stack.rows(
        "SELECT min(customer.id), mobile FROM customers_customer AS customer "
        "JOIN accounts_store AS store ON store.id = customer.store_id "
        "WHERE store.slug = %s AND mobile IS NOT NULL AND right(mobile, 3) NOT BETWEEN '900' AND '999' "
        "AND mobile NOT IN (SELECT phone FROM customers_suppression) "
        "GROUP BY mobile HAVING count(*) = 1 ORDER BY 1 OFFSET %s LIMIT 1",
        slug,
        number,
    )
    return int(str(found[0][0])), str(found[0][1])


def test_staff_send_a_notice_from_a_customers_page_and_the_history_says_delivered(
    stack: Stack, page: Page
) -> None:
    stack.start(*EVERYBODY)
    stack.wait_for(lambda: stack.ready(), "every worker")
    customer, phone = somebody(stack)
    sign_in(page, stack)
    page.goto(f"{stack.web}/stores/sakura-auto/customers/{customer}/")
    page.get_by_role("link", name="SMSを送る").click()
    page.locator("textarea[data-composer-body]").fill(TEXT)
    expect(page.locator("[data-composer-count]").first).to_have_text(str(len(TEXT)))
    page.get_by_role("button", name="確認").click()
    expect(page.get_by_text("まだ送信していません")).to_be_visible()
    pressed = time.monotonic()
    page.get_by_role("button", name="送信").click()
    arrived = stack.wait_for(lambda: stack.handset(phone), "the handset")
    taken = time.monotonic() - pressed
    assert [message["text"] for message in arrived] == [TEXT]  # type: ignore[attr-defined]
    # Shown with `pytest -s`, not asserted: a busy machine is no failure.
    print(f"from 「送信」 to the handset: {taken:.1f} s")
    page.goto(f"{stack.web}/stores/sakura-auto/messages/")
    newest = page.locator("table tbody tr").first
    expect(newest.get_by_text("送達")).to_be_visible()
    assert [message["text"] for message in stack.handset(phone)] == [TEXT]


def test_a_history_that_is_open_says_delivered_without_a_reload(stack: Stack, page: Page) -> None:
    stack.start("simulator", "web")
    customer, phone = somebody(stack, number=1)
    sign_in(page, stack)
    page.goto(f"{stack.web}/stores/sakura-auto/send/customers/{customer}/")
    page.locator("textarea[data-composer-body]").fill("順番が近づきました。さくら自動車")
    page.get_by_role("button", name="確認").click()
    page.get_by_role("button", name="送信").dblclick()
    page.wait_for_url("**/send/done/*/")
    page.goto(f"{stack.web}/stores/sakura-auto/messages/")
    newest = page.locator("table tbody tr").first
    expect(newest.get_by_text("送信待ち")).to_be_visible()
    page.evaluate("window.notReloaded = true")
    stack.start("worker-urgent", "worker-upkeep", "beat")
    expect(newest.get_by_text("送達")).to_be_visible(timeout=30_000)
    assert page.evaluate("window.notReloaded") is True
    assert len(stack.handset(phone)) == 1


def test_the_other_store_with_the_same_numbers_sees_nothing_of_it(stack: Stack, page: Page) -> None:
    stack.start("simulator", "web")
    sign_in(page, stack, "owner@midori-estate.example")
    page.goto(f"{stack.web}/stores/midori-estate/messages/")
    expect(page.get_by_text("さくら自動車です")).to_have_count(0)
    customer, _ = somebody(stack)
    for path in ("customers/{}/", "send/customers/{}/"):
        for slug in ("midori-estate", "sakura-auto"):
            answer = page.request.get(f"{stack.web}/stores/{slug}/{path.format(customer)}")
            assert answer.status == 404


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_of_the_main_job_is_accessible_fits_the_screen_and_speaks_one_language(
    stack: Stack, browser: Browser, width: int, language: str
) -> None:
    stack.start("simulator", "web")
    customer, _ = somebody(stack)
    with strict_page(browser, locale=language, width=width) as page:
        # The choice is remembered with the person: not with the one whom the other tests sign in as.
        sign_in(page, stack, "manager@sakura-auto.example")
        shop = f"{stack.web}/stores/sakura-auto"
        page.request.post(
            f"{stack.web}/accounts/language/",
            form={"language": language, "csrfmiddlewaretoken": cookie(page, "csrftoken")},
            headers={"Referer": shop},
        )
        paths = (
            "",
            "customers/",
            f"customers/{customer}/",
            f"send/customers/{customer}/",
            "send/",
            "messages/",
        )
        for path in paths:
            page.goto(f"{shop}/{path}")
            check_page(page, path, width=width, language=language)
        page.goto(f"{shop}/send/customers/{customer}/")
        page.locator("textarea[data-composer-body]").fill(f"{TEXT}{width}{language}")
        for step, leads_to in (("confirm", "**/send/customers/*/"), ("send", "**/send/done/*/")):
            with page.expect_navigation(url=leads_to):
                page.locator(f"main button[name=step][value={step}]").click()
            check_page(page, step, width=width, language=language)


def check_page(page: Page, what: str, *, width: int, language: str) -> None:
    assert page.locator("html").get_attribute("lang") == language
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{what}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, what


def cookie(page: Page, name: str) -> str:
    return next(str(found["value"]) for found in page.context.cookies() if found.get("name") == name)


def test_what_was_typed_survives_a_session_that_ended(stack: Stack, page: Page) -> None:
    stack.start("simulator", "web")
    customer, phone = somebody(stack, number=2)
    sign_in(page, stack)
    page.goto(f"{stack.web}/stores/sakura-auto/send/customers/{customer}/")
    page.locator("textarea[data-composer-body]").fill("セッションが切れる前の文章")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="確認").click()
    page.locator("input[name=login]").fill("staff@sakura-auto.example")
    page.locator("input[name=password]").fill("smsnotify-demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"**/send/customers/{customer}/")
    expect(page.locator("textarea[data-composer-body]")).to_have_value("セッションが切れる前の文章")
    sent = stack.rows("SELECT count(*) FROM messaging_messagetext WHERE phone = %s", phone)
    assert sent == [(0,)]
