"""From the leaflet to the consent, with every process real: the code is read off the handset, as a customer does."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.chromium import chromium, strict_page
from tests.customers.sign_up.qr_reading import matrix_in, read
from tests.stack import Stack
from tests.test_main_job import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

PHONE, TYPED = "+819077770123", "０９０－７７７７－０１２３"
PAPERS = {"a4": (595, 842), "a5": (420, 595)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def old_phone(browser: Browser) -> Iterator[Page]:
    """A narrow screen, and no script."""
    context = browser.new_context(
        locale="ja-JP", viewport={"width": 390, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def check(page: Page, path: str) -> None:
    """Accessible, and no wider than the screen, be it a desk's or a hand's."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280, page.url
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def pages_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def open_the_page(page: Page, settings: str) -> None:
    page.goto(f"{settings}edit/")
    # As long as it may be: the leaflet is one page all the same.
    page.locator("textarea[name=intro]").fill("お知らせをお届けします。" * 41)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(settings)
    button = page.locator("form[action$='/open/'] button")
    if button.count():
        button.click()
        page.wait_for_url(settings)


def test_a_leaflet_leads_to_the_sign_up_page_and_a_code_from_the_handset_to_the_consent(
    stack: Stack, browser: Browser, old_phone: Page
) -> None:
    stack.start("simulator", "web", "worker-urgent", "worker-upkeep", "beat")
    settings = f"{stack.web}/stores/sakura-auto/settings/sign-up/"
    address = f"{stack.web}/join/sakura-auto"
    with strict_page(browser) as page:
        sign_in(page, stack, "manager@sakura-auto.example")
        open_the_page(page, settings)
        for path in ("", "edit/", "close/", "preview/", "leaflet/a4/", "leaflet/a5/", "senders/"):
            check(page, settings + path)
        for size, points in PAPERS.items():
            page.goto(f"{settings}leaflet/{size}/")
            assert pages_of(page.pdf(prefer_css_page_size=True)) == [points]
            page.emulate_media(media="print")
            picture = Image.open(BytesIO(page.locator("img[src$='qr.svg']").screenshot()))
            assert read(matrix_in(picture)) == address
            page.emulate_media(media="null")
        signed_up(stack, old_phone, address)
        customer = stack.rows(
            "SELECT id FROM customers_customer WHERE mobile = %s AND mobile_confirmed_at IS NOT NULL", PHONE
        )
        for path in ("letter/", "number/"):
            check(page, f"{stack.web}/stores/sakura-auto/customers/{customer[0][0]}/{path}")


def signed_up(stack: Stack, page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[value=promotion]").check()
    page.locator("input[name=name]").fill("登録 花子")
    page.locator("input[name=mobile]").fill(TYPED)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{address}/*")
    stack.wait_for(lambda: stack.handset(PHONE), "the code")
    [message] = stack.handset(PHONE)
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", message["text"])
    page.locator("input[name=code]").fill(code)
    page.locator("button[value=code]").click()
    page.locator(".tone-success").wait_for()
    found = stack.rows(
        "SELECT record.name, record.purpose, record.granted, record.source, host(record.ip), wording.language, "
        "position('HeadlessChrome' in record.user_agent) > 0 FROM customers_consentrecord AS record "
        "JOIN customers_consentwording AS wording ON wording.id = record.wording_id WHERE record.phone = %s",
        PHONE,
    )
    assert found == [("登録 花子", "promotion", True, "web_form", "127.0.0.1", "ja", True)]
    stack.wait_for(lambda: len(stack.handset(PHONE)) == 2, "the word that it is done")
