"""A search with an attribute and a due date in Chromium: put together, counted, saved, taken out as a file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium, strict_page
from tests.conftest import SignIn
from tests.customers.searches.conftest import garage_of
from tests.messaging.compose.conftest import in_english
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's own loop makes Django take the thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


@pytest.mark.parametrize("width", [1280, 390])
def test_a_search_with_an_attribute_and_a_due_date_is_built_saved_and_taken_out(
    browser: Browser, live_server: LiveServer, shops: Shops, sign_in: SignIn, tmp_path: Path, width: int
) -> None:
    garage_of(shops.sakura)
    cookie = sign_in(in_english(shops.sakura_manager)).cookies[settings.SESSION_COOKIE_NAME].value
    with strict_page(browser, locale="en-GB", width=width) as tab:
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        tab.goto(f"{live_server.url}/stores/sakura-auto/searches/")
        tab.get_by_role("link", name="New search").first.click()
        build(tab)
        tab.get_by_role("button", name="Count only").click()
        expect(tab.locator("#found-count")).to_have_text("Customers found: 1")
        tab.get_by_role("button", name="Search", exact=True).click()
        expect(tab.get_by_role("link", name="山田 太郎")).to_be_visible()
        tab.screenshot(path=tmp_path / f"builder-{width}.png", full_page=True)
        narrow_enough(tab)
        tab.get_by_label("Save under the name").fill("車検が近いミニバン")
        tab.get_by_role("button", name="Save", exact=True).click()
        tab.get_by_role("heading", name="車検が近いミニバン").wait_for()
        tick_and_look(tab)
        tab.screenshot(path=tmp_path / f"saved-{width}.png", full_page=True)
        narrow_enough(tab)
        tab.get_by_label("All found: 1 customer").check()
        tab.locator("#selection").get_by_role("button", name="Take out as a file").click()
        tab.screenshot(path=tmp_path / f"export-{width}.png", full_page=True)
        narrow_enough(tab)
        with tab.expect_download() as download:
            tab.get_by_role("button", name="Download").click()
        download.value.save_as(tmp_path / "found.csv")
        tab.goto(f"{live_server.url}/stores/sakura-auto/searches/")
        tab.get_by_role("link", name="Count now").click()
        expect(tab.get_by_text("1 customer", exact=True)).to_be_visible()
        tab.screenshot(path=tmp_path / f"list-{width}.png", full_page=True)
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Name"] for row in rows] == ["山田 太郎"]


def build(tab: Page) -> None:
    """An asset that is a minivan and is due for inspection within 60 days; each input follows the choice before it."""
    tab.get_by_role("button", name="Conditions on an asset").click()
    tab.get_by_role("button", name="Remove the group").first.click()
    fields = tab.get_by_label("What to search by")
    expect(fields).to_have_count(1)
    fields.select_option(label="車種")
    tab.get_by_label("ミニバン").check()
    tab.get_by_role("button", name="Condition", exact=True).click()
    expect(fields).to_have_count(2)
    fields.nth(1).select_option(label="車検 due")
    tab.get_by_label("Value", exact=True).fill("60")
    expect(tab.get_by_label("ミニバン")).to_be_checked()


def tick_and_look(tab: Page) -> None:
    buttons = tab.locator("#selection").get_by_role("button")
    expect(buttons.first).to_be_disabled()
    tab.locator("input[data-tick]").check()
    expect(tab.locator("[data-selection-ticked]")).to_have_text("1")
    expect(buttons.first).to_be_enabled()


def narrow_enough(tab: Page) -> None:
    """Nothing stands out to the side."""
    stands_out = "one => one.getBoundingClientRect().right > window.innerWidth"
    shown = "one => one.outerHTML.slice(0, 80)"
    beyond = f"[...document.querySelectorAll('main *')].filter({stands_out}).map({shown})"
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert tab.evaluate(f"{wide} ? {beyond} : []") == []
