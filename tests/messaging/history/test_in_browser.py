"""What only a browser shows of the history: rows that follow what moves, and nothing lost on the way."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.models import Message, Reason, State
from tests.chromium import chromium, strict_page
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message, move
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATH = "/stores/sakura-auto/messages/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's own loop makes Django take this thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


@pytest.fixture
def messages(live_server: LiveServer, shops: Shops) -> list[Message]:
    """The newest first; enough of them for the list to scroll."""
    customer = make_customer(shops.sakura)
    older = [make_message(shops.sakura_staff, state=State.DELIVERED, customer=customer) for _ in range(20)]
    waiting = make_message(shops.sakura_staff, customer=customer, body="選んでおく本文です。")
    return [waiting, *reversed(older)]


@pytest.fixture
def cookie(live_server: LiveServer, shops: Shops, sign_in: SignIn) -> dict[str, str]:
    value = sign_in(shops.sakura_staff).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}


@pytest.fixture
def wide(browser: Browser, cookie: dict[str, str]) -> Iterator[Page]:
    with strict_page(browser) as page:
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        yield page


@pytest.fixture
def narrow(browser: Browser, cookie: dict[str, str]) -> Iterator[Page]:
    with strict_page(browser, width=390) as page:
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        yield page


def test_a_result_arrives_without_a_reload_and_nothing_held_is_lost(
    wide: Page, live_server: LiveServer, messages: list[Message]
) -> None:
    looks: list[str] = []
    wide.on("request", lambda request: looks.append(request.url) if "/live/" in request.url else None)
    wide.goto(live_server.url + PATH)
    waiting = messages[0]
    wide.locator(f"#message-link-{waiting.pk}").click()
    expect(wide.locator("#message-title")).to_have_text("山田 太郎 様へのメッセージ")
    wide.evaluate("getSelection().selectAllChildren(document.querySelector('.sent-text'))")
    wide.evaluate("document.getElementById('history-list').scrollTop = 40")
    held = _held(wide)
    assert held == ("message", "選んでおく本文です。", 40, held[3])

    move(waiting, State.ACCEPTED)
    expect(wide.locator(f"#result-{waiting.pk}")).to_contain_text("送信済み（到達確認待ち）")
    move(waiting, State.DELIVERED)
    expect(wide.locator(f"#result-{waiting.pk}")).to_contain_text("送達")
    expect(wide.locator("#message-progress .notice-word")).to_have_text("送達")
    expect(wide.locator("#live-words")).to_have_text("山田 太郎: 送達.")
    assert _held(wide) == held
    # All is settled: nobody asks any more.
    asked = len(looks)
    wide.wait_for_timeout(3000)
    assert len(looks) == asked


def _held(page: Page) -> tuple[str, str, int, int]:
    """What has the focus, what is selected, and how far list and page are scrolled."""
    focus, selected, pane, top = page.evaluate(
        "[document.activeElement.id, getSelection().toString(), "
        "document.getElementById('history-list').scrollTop, Math.round(scrollY)]"
    )
    return focus, selected, pane, top


def test_choosing_marks_the_row_and_the_back_button_leads_back(
    wide: Page, live_server: LiveServer, messages: list[Message]
) -> None:
    wide.goto(f"{live_server.url}{PATH}?state=delivered")
    first, second = messages[1], messages[2]
    for message in (first, second):
        wide.locator(f"#message-link-{message.pk}").click()
        expect(wide).to_have_url(f"{live_server.url}{PATH}{message.pk}/?state=delivered")
        expect(wide.locator("tr.table-active")).to_have_attribute("data-message", str(message.pk))
        expect(wide.locator("a[aria-current=true]")).to_have_id(f"message-link-{message.pk}")
    wide.go_back()
    expect(wide.locator("tr.table-active")).to_have_attribute("data-message", str(first.pk))
    wide.go_back()
    expect(wide.locator("#message-title")).to_have_count(0)
    expect(wide.locator("tr[data-message]")).to_have_count(20)


def test_on_a_phone_the_message_is_a_page_of_its_own_with_a_way_back(
    narrow: Page, live_server: LiveServer, messages: list[Message]
) -> None:
    narrow.goto(live_server.url + PATH)
    last = messages[-1]
    narrow.locator(f"#message-link-{last.pk}").click()
    expect(narrow.locator("#message-title")).to_be_in_viewport()
    expect(narrow.locator("#history-list")).to_be_hidden()
    assert narrow.evaluate("document.documentElement.scrollWidth") == 390
    narrow.get_by_role("link", name="一覧に戻る").click()
    expect(narrow.locator(f"#message-link-{last.pk}")).to_be_in_viewport()


def test_without_scripts_a_message_is_read_and_cancelled(
    browser: Browser, live_server: LiveServer, messages: list[Message], cookie: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(live_server.url + PATH)
    page.locator(f"#message-link-{messages[0].pk}").click()
    page.get_by_text("配信を取り消す").click()
    page.get_by_role("button", name="取り消しを実行する").click()
    expect(page.get_by_role("status")).to_contain_text("送信前に配信を取り消しました。")
    expect(page.locator("#message-progress .notice-word")).to_have_text("配信取消")
    context.close()


def test_what_assistive_technology_reads_is_in_order(
    wide: Page, narrow: Page, live_server: LiveServer, shops: Shops, messages: list[Message]
) -> None:
    refused = make_message(shops.sakura_staff, state=State.UNDELIVERED, reason=Reason.FOREIGN_REFUSED)
    found = []
    for page in (wide, narrow):
        for path in (PATH, f"{PATH}{refused.pk}/", f"{PATH}?since=x", "/stores/sakura-auto/", "/stores/"):
            page.goto(live_server.url + path)
            report = Axe().run(page).response
            found += [(path, each["id"]) for each in report["violations"]]
    assert found == []


def test_the_lists_on_other_pages_follow_without_a_history_around_them(
    wide: Page, live_server: LiveServer, messages: list[Message]
) -> None:
    waiting = messages[0]
    customer_id = waiting.text.customer_id
    wide.goto(f"{live_server.url}/stores/sakura-auto/customers/{customer_id}/")
    move(waiting, State.DELIVERED)
    expect(wide.locator(f"#result-{waiting.pk}")).to_contain_text("送達")
    expect(wide.locator("#live-words")).to_have_text("山田 太郎: 送達.")
