from collections.abc import Iterator
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from tests.chromium import chromium, strict_page
from tests.programs import program_of
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened
def test_look(live_server, shops, sign_in, browser):
    t = program_of(shops.sakura, name="レジ端末 1号").token
    value = sign_in(shops.sakura_owner).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
    for width in (1280, 390):
        with strict_page(browser, width=width) as page:
            page.context.add_cookies([cookie])
            page.goto(f"{live_server.url}/stores/sakura-auto/settings/tokens/")
            page.get_by_role("textbox").last.fill("在庫システム")
            page.get_by_role("checkbox").first.check()
            page.locator("main form button[type=submit], form .form-actions button").last.click()
            page.wait_for_selector("#issued-title")
            page.screenshot(path=f"/tmp/tokens{width}.png", full_page=True)
            print(Axe().run(page).response["violations"])
            assert Axe().run(page).violations_count == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.goto(f"{live_server.url}/stores/sakura-auto/settings/tokens/{t.pk}/revoke/")
            page.screenshot(path=f"/tmp/revoke{width}.png", full_page=True)
            assert Axe().run(page).violations_count == 0
