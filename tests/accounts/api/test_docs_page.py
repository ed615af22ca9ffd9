"""/api/docs/ in a browser, under the strict content policy: read, sign in with a token, try."""

from collections.abc import Iterator

import pytest
from drf_spectacular.generators import SchemaGenerator
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium, strict_page
from tests.programs import program_of
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's own loop makes Django take this thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


def test_the_pages_show_every_operation_and_try_one_with_a_token(
    live_server: LiveServer, shops: Shops, browser: Browser
) -> None:
    secret = program_of(shops.sakura).secret
    with strict_page(browser) as page:
        page.goto(f"{live_server.url}/api/docs/")
        document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
        operations = sum(len(verbs) for verbs in document["paths"].values())
        expect(page.locator(".opblock")).to_have_count(operations)
        page.get_by_role("button", name="Authorize").first.click()
        page.get_by_label("auth-bearer-value").fill(secret)
        page.get_by_label("Apply credentials").click()
        page.get_by_role("button", name="Close").last.click()
        page.locator("#operations-messages-messages_list").click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()
        answer = page.locator(".live-responses-table .response-col_description").last
        expect(answer).to_contain_text('"results": []')
