"""A double click, a page that comes back, a session that ended while somebody typed."""

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PutPage = Callable[[str, str], str]

COMPOSER = """
<form method="post" action="/send" data-composer data-composer-keep="7:sakura-auto:12" {attributes}>
  <input type="hidden" name="token" value="secret">
  <input type="text" name="subject">
  <textarea name="body" data-composer-body>{body}</textarea>
  <span data-composer-count></span>
  <button name="step" value="draft">下書き</button>
  <button name="step" value="confirm">確認</button>
  <button name="step" value="never" disabled>予約</button>
</form>
"""
BUTTONS = "(buttons) => buttons.map((button) => button.disabled)"


def composer(attributes: str = "", body: str = "") -> str:
    return COMPOSER.format(attributes=attributes, body=body)


def test_a_double_click_submits_once_and_with_the_buttons_name(
    page: Page, composer_site: PutPage, posts: list[str]
) -> None:
    form = "<form method='post' action='/send'><button name='step' value='send'>送信</button></form>"
    page.goto(composer_site("/confirm", form))
    page.locator("button").dblclick(no_wait_after=True)
    expect(page.locator("p")).to_have_text("received")
    assert posts == ["step=send"]


def test_enter_and_another_button_do_not_submit_a_second_time(
    page: Page, composer_site: PutPage, posts: list[str]
) -> None:
    page.goto(composer_site("/composer", composer(body="本文")))
    page.evaluate(
        """() => {
          const [draft, confirm] = document.querySelectorAll("button");
          confirm.click();
          confirm.form.requestSubmit(draft);
          confirm.form.requestSubmit();
        }"""
    )
    expect(page.locator("p")).to_have_text("received")
    assert [dict(parse_qsl(post))["step"] for post in posts] == ["confirm"]


def test_buttons_are_off_after_submitting_and_on_again_when_the_page_comes_back(
    page: Page, composer_site: PutPage
) -> None:
    page.goto(composer_site("/composer", composer(body="本文").replace("/send", "/stay")))
    buttons = page.locator("button")
    page.get_by_text("確認").click()
    expect(buttons.first).to_be_disabled()
    assert buttons.evaluate_all(BUTTONS) == [True, True, True]
    # Playwright's Chromium has no back-forward cache; this is what the cache would say.
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert buttons.evaluate_all(BUTTONS) == [False, False, True]


def test_going_back_finds_the_text_its_count_and_its_buttons(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("明日の車検")
    page.get_by_text("確認").click()
    expect(page.locator("p")).to_have_text("received")
    page.go_back()
    expect(page.locator("textarea")).to_have_value("明日の車検")
    expect(page.locator("[data-composer-count]")).to_have_text("5")
    assert page.locator("button").evaluate_all(BUTTONS) == [False, False, True]


def test_a_form_that_another_script_takes_over_keeps_its_buttons(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer(body="本文")))
    page.evaluate(
        "document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())"
    )
    page.get_by_text("確認").click()
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert page.locator("button").evaluate_all(BUTTONS) == [False, False, True]


def test_what_was_typed_outlives_a_session_that_ended(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("[name=subject]").fill("車検のご案内")
    page.locator("textarea").fill("1行目\n2行目")
    page.goto(composer_site("/sign-in", "<p>サインイン</p>"))
    page.goto(composer_site("/composer", composer("data-composer-restore")))
    assert page.locator("textarea").input_value() == "1行目\n2行目"
    assert page.locator("[name=subject]").input_value() == "車検のご案内"
    assert page.locator("[name=token]").input_value() == "secret"
    assert page.locator("[data-composer-count]").text_content() == "7"


def test_a_kept_text_never_replaces_what_the_server_sent_nor_comes_unasked(
    page: Page, composer_site: PutPage
) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("古い本文")
    page.goto(composer_site("/composer", composer("data-composer-restore", body="下書きの本文")))
    assert page.locator("textarea").input_value() == "下書きの本文"
    page.goto(composer_site("/composer", composer()))
    assert page.locator("textarea").input_value() == ""


def test_another_customers_composer_does_not_get_the_kept_text(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("鈴木様の車")
    other = composer("data-composer-restore").replace("7:sakura-auto:12", "7:sakura-auto:1")
    page.goto(composer_site("/composer", other))
    assert page.locator("textarea").input_value() == ""


def test_a_finished_send_forgets_its_own_text_and_no_other(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("まだの本文")
    sent = composer().replace("7:sakura-auto:12", "7:sakura-auto:1")
    page.goto(composer_site("/composer", sent))
    page.locator("textarea").fill("送った本文")
    page.goto(composer_site("/done", "<p data-composer-done='7:sakura-auto:1'>完了</p>"))
    kept = page.evaluate("Object.entries(sessionStorage)")
    assert kept == [['smsnotify.kept:["7:sakura-auto:12","body"]', "まだの本文"]]


def test_an_emptied_field_is_not_kept(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("書きかけ")
    page.locator("textarea").fill("")
    assert page.evaluate("Object.entries(sessionStorage)") == []


def test_a_full_storage_stops_neither_counting_nor_sending(
    page: Page, composer_site: PutPage, posts: list[str]
) -> None:
    page.goto(composer_site("/composer", composer()))
    page.evaluate(
        """() => {
          for (let size = 1 << 23, number = 0; size >= 1; number += 1) {
            try { sessionStorage.setItem(`filling ${number}`, "x".repeat(size)); } catch { size >>= 1; }
          }
        }"""
    )
    page.locator("textarea").fill("明日の車検")
    assert page.locator("[data-composer-count]").text_content() == "5"
    page.get_by_text("確認").click()
    expect(page.locator("p")).to_have_text("received")
    assert dict(parse_qsl(posts[0])) == {"token": "secret", "body": "明日の車検", "step": "confirm"}
