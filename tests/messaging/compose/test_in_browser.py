"""What only a browser shows: the keyboard, the back button, the double click, the parts that live."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.models import Message, State
from tests.chromium import chromium, strict_page
from tests.conftest import SignIn
from tests.messaging.compose.conftest import (
    QUICK,
    TARO,
    MakeCustomer,
    composer_of,
    in_english,
    sent_messages,
)
from tests.messaging.unclear.conftest import make_unclear
from tests.shops import Shops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "お車の点検が終わりました。\n18時までに\tお越しください。"


@dataclass(frozen=True)
class Counter:
    """A tab, and what somebody does in it."""

    tab: Page
    server: str

    def open(self, address: str) -> None:
        self.tab.goto(self.server + address)

    def field(self, label: str) -> Locator:
        return self.tab.get_by_label(label)

    def button(self, name: str) -> Locator:
        return self.tab.get_by_role("button", name=name, exact=True)

    def follow(self, name: str) -> None:
        self.tab.get_by_role("link", name=name).click()

    def sees(self, text: str) -> None:
        expect(self.tab.get_by_text(text, exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for this file. Playwright's own loop makes Django take the thread for an asynchronous one."""
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


@pytest.fixture
def shop(live_server: LiveServer, shops: Shops) -> Shops:
    """The stores as the server's own connections see them."""
    return shops


@pytest.fixture
def counter(browser: Browser, live_server: LiveServer, shop: Shops, sign_in: SignIn) -> Iterator[Counter]:
    """Staff at the counter, signed in."""
    cookie = sign_in(in_english(shop.sakura_staff)).cookies[settings.SESSION_COOKIE_NAME].value
    with strict_page(browser, locale="en-GB") as tab:
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        yield Counter(tab, live_server.url)


@pytest.fixture
def hanako(shop: Shops, make_customer: MakeCustomer) -> Customer:
    return make_customer(shop.sakura_staff, "佐藤 花子", TARO)


def test_a_double_click_on_send_makes_one_message(counter: Counter, hanako: Customer) -> None:
    counter.open(composer_of(hanako))
    counter.field("Text").fill(TEXT)
    counter.button("Check").click()
    counter.button("Send").dblclick()
    counter.sees("1 message was accepted for sending.")
    assert sent_messages() == [(TARO, TEXT, "scheduled", "")]


def test_figures_and_preview_follow_the_keys_and_agree_with_the_confirm_screen(
    counter: Counter, hanako: Customer
) -> None:
    counter.open(composer_of(hanako))
    counter.field("Text").fill(f"  {'あ' * 66}\nか゛くせい\n")
    expect(counter.tab.locator(".handset-text")).to_have_text(f"{'あ' * 66}\nがくせい", use_inner_text=True)
    composed = counter.tab.locator("[data-composer-parts]").all_text_contents()
    count = counter.tab.locator(".counter [data-composer-count]").text_content()
    counter.button("Check").click()
    confirmed = counter.tab.locator(".parts-card td:nth-child(2)").all_text_contents()
    assert (count, composed) == ("71", ["2", "2", "1", "2"])
    assert [re.findall(r"\d+", part) for part in confirmed] == [[part] for part in composed]
    counter.sees("71 characters")


def test_confirm_and_back_change_no_character(counter: Counter, shop: Shops) -> None:
    numbers = "\n佐藤\t090-1234-5678\n\n  \n080-1111-2222 & <b>\n"
    counter.open(QUICK)
    counter.field("Mobile numbers").fill(numbers)
    counter.field("Text").fill(f"\n{TEXT}\n")
    for _ in range(2):
        counter.button("Check").click()
        counter.button("Back").click()
    expect(counter.field("Mobile numbers")).to_have_value(numbers)
    expect(counter.field("Text")).to_have_value(f"\n{TEXT}\n")
    assert sent_messages() == []


def test_pasted_lines_are_judged_before_anything_is_pressed(counter: Counter, shop: Shops) -> None:
    counter.open(QUICK)
    counter.field("Mobile numbers").fill("090-1234-5678\n\n9.01E+10")
    counter.sees("1 will be sent")
    counter.sees("1 cannot be used")
    expect(counter.tab.locator(".line-check-list")).to_contain_text("Line 3 9.01E+10")


def test_the_result_comes_in_without_a_reload(counter: Counter, hanako: Customer) -> None:
    counter.open(composer_of(hanako))
    counter.field("Text").fill(TEXT)
    counter.button("Check").click()
    counter.button("Send").click()
    counter.sees("Waiting to be sent")
    counter.tab.evaluate("window.neverReloaded = true")
    with platform_scope("a test plays the worker"):
        Message.objects.update(state=State.DELIVERED)
    counter.sees("Delivered")
    counter.sees("Nothing more will change by itself.")
    assert counter.tab.evaluate("window.neverReloaded") is True


def test_a_text_left_unsent_is_there_on_coming_back_and_gone_once_it_was_sent(
    counter: Counter, hanako: Customer
) -> None:
    text = counter.field("Text")
    counter.open(composer_of(hanako))
    text.fill(TEXT)
    counter.open(f"/stores/sakura-auto/customers/{hanako.pk}/")
    counter.follow("Send an SMS")
    expect(text).to_have_value(TEXT)
    expect(counter.tab.locator(".handset-text")).to_have_text(TEXT, use_inner_text=True)
    counter.button("Check").click()
    counter.button("Send").click()
    counter.follow("Another SMS to this person")
    expect(text).to_have_value("")


def test_going_back_after_sending_says_that_it_was_sent_and_leads_to_the_result(
    counter: Counter, hanako: Customer
) -> None:
    counter.open(composer_of(hanako))
    counter.field("Text").fill(TEXT)
    counter.button("Check").click()
    expect(counter.tab.locator("[data-once-sent]")).to_be_hidden()
    counter.button("Send").click()
    counter.sees("1 message was accepted for sending.")
    counter.tab.go_back()
    counter.sees("This has been sent already")
    expect(counter.tab.get_by_text("Nothing has been sent yet.")).to_be_hidden()
    expect(counter.button("Send")).to_be_hidden()
    counter.follow("See what was sent, and its result")
    counter.sees("1 message was accepted for sending.")
    assert sent_messages() == [(TARO, TEXT, "scheduled", "")]


def test_a_word_about_a_text_goes_once_it_is_corrected_and_nothing_is_said_twice(
    browser: Browser, counter: Counter, hanako: Customer
) -> None:
    # A page of its own: the answer 422 stands in its console.
    context = browser.new_context(locale="en-GB")
    context.add_cookies(counter.tab.context.cookies())  # type: ignore[arg-type]
    at = Counter(context.new_page(), counter.server)
    at.open(composer_of(hanako))
    text, over = at.field("Text"), at.tab.locator("[data-composer-over]")
    text.fill("あ" * 661)
    expect(over).to_be_visible()
    at.button("Check").click()
    said = at.tab.locator("#id_body_error")
    expect(said).to_contain_text("one more than the 660")
    expect(over).to_be_hidden()
    text.press_sequentially("い")
    expect(said).to_be_hidden()
    expect(over).to_be_visible()
    text.fill("あ" * 660)
    expect(over).to_be_hidden()
    at.button("Check").click()
    at.sees("660 characters")
    context.close()


def test_going_back_to_the_composer_says_that_this_text_was_sent_until_it_is_changed(
    counter: Counter, hanako: Customer
) -> None:
    said = counter.tab.locator("[data-composer-last]")
    counter.open(composer_of(hanako))
    counter.field("Text").fill(TEXT)
    expect(said).to_be_hidden()
    counter.button("Check").click()
    counter.button("Send").click()
    counter.sees("1 message was accepted for sending.")
    counter.open(composer_of(hanako))
    expect(said).to_be_hidden()
    counter.field("Text").fill(f" {TEXT}\n")
    expect(said).to_be_visible()
    counter.field("Text").fill(f"{TEXT} 追伸")
    expect(said).to_be_hidden()
    counter.field("Text").fill(TEXT)
    said.get_by_role("link", name="See what was sent, and its result").click()
    counter.sees("1 message was accepted for sending.")


def test_all_unclear_of_a_send_are_counted_as_marked(counter: Counter, shop: Shops) -> None:
    message = make_unclear(shop.sakura_staff)
    counter.open(f"/stores/sakura-auto/messages/unclear/?dispatch={message.dispatch_id}")
    counter.sees("0 marked")
    counter.tab.locator("input[name=mark]").check()
    counter.sees("1 marked")
    counter.tab.get_by_label("All unclear messages of this send").check()
    counter.sees("All of this send marked (1 message)")
    expect(counter.tab.locator("[data-marked-page]")).to_be_hidden()
