"""A phone without scripts and cookies: the link is opened, a button pressed, the page says what holds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from messaging.models import State
from tests.chromium import chromium
from tests.messaging.recipients.conftest import MASKED, PHONE, a_letter, stops_of
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's own loop makes Django take the thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


def test_a_thumb_stops_all_messages_without_script_or_cookie(
    shops: Shops, live_server: LiveServer, browser: Browser
) -> None:
    letter = a_letter(shops.sakura_staff, state=State.DELIVERED)
    context = browser.new_context(
        java_script_enabled=False, locale="en-GB", viewport={"width": 320, "height": 568}, has_touch=True
    )
    phone = context.new_page()
    phone.goto(f"{live_server.url}{letter.opt_out}")
    buttons = phone.get_by_role("button").all()
    assert len(buttons) == 4
    for button in buttons:
        box = button.bounding_box()
        assert box is not None
        assert (box["height"] >= 44, box["width"] >= 200) == (True, True)
    # Nothing is wider than the smallest phone.
    assert phone.locator("body").bounding_box()["width"] <= 320  # type: ignore[index]
    phone.get_by_role("button", name="Stop all messages").tap()
    expect(phone.get_by_text(f"No messages come to {MASKED} any more.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button")).to_have_count(1)
    phone.go_back()
    assert context.cookies() == []
    assert stops_of(shops.sakura) == [(PHONE, "all", "opt_out_page", False, False)]
    context.close()
