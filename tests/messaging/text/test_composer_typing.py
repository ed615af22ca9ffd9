"""An IME at work, and a screen reader listening."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PutPage = Callable[[str, str], str]

COMPOSER = """
<form data-composer>
  <textarea name="body" data-composer-body>前後</textarea>
  <span id="seen" data-composer-count></span>
  <p aria-live="polite" aria-atomic="true">残り<span id="heard" data-composer-remaining></span>文字</p>
</form>
"""

# What a script does to the textarea, and what the IME tells it, in the order in which it happens.
WATCH = """
() => {
  window.touched = [];
  window.told = [];
  const { prototype } = HTMLTextAreaElement;
  const value = Object.getOwnPropertyDescriptor(prototype, "value");
  const write = (given) => window.touched.push(given);
  Object.defineProperty(prototype, "value", { ...value, set: write });
  for (const name of ["setSelectionRange", "setRangeText", "select", "blur"]) {
    prototype[name] = () => write(name);
  }
  const field = document.querySelector("textarea");
  for (const name of ["compositionstart", "compositionend"]) {
    field.addEventListener(name, (event) => window.told.push(`${name} ${event.data}`));
  }
}
"""


def test_composing_japanese_is_counted_and_not_disturbed(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", COMPOSER))
    field, seen = page.locator("textarea"), page.locator("#seen")
    field.evaluate("(field) => { field.focus(); field.setSelectionRange(1, 1); }")
    page.evaluate(WATCH)
    keyboard = page.context.new_cdp_session(page)
    counted = []
    for written in ("n", "に", "にh", "にほ", "にほん", "日本"):
        length = len(written)
        keyboard.send(
            "Input.imeSetComposition",
            {"text": written, "selectionStart": length, "selectionEnd": length},
        )
        expect(field).to_have_value(f"前{written}後")
        caret = field.evaluate("(field) => [field.selectionStart, field.selectionEnd]")
        assert caret == [1 + length, 1 + length]
        counted.append(seen.text_content())
    keyboard.send("Input.insertText", {"text": "日本"})
    expect(field).to_have_value("前日本後")
    counted.append(seen.text_content())
    assert counted == ["3", "3", "4", "4", "5", "4", "4"]
    # The announcement comes in the middle of somebody's next word, so wait for it too.
    expect(page.locator("#heard")).to_have_text("656")
    assert field.evaluate("(field) => field.selectionStart") == 3
    assert page.evaluate("window.touched") == []
    assert page.evaluate("window.told") == ["compositionstart ", "compositionend 日本"]


def test_a_composition_that_is_given_up_is_no_longer_counted(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", COMPOSER))
    page.locator("textarea").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    expect(page.locator("#seen")).to_have_text("5")
    keyboard.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    expect(page.locator("textarea")).to_have_value("前後")
    expect(page.locator("#seen")).to_have_text("2")


def test_a_screen_reader_hears_once_what_the_eye_saw_at_every_key(page: Page, composer_site: PutPage) -> None:
    page.clock.install(time=0)
    page.goto(composer_site("/composer", COMPOSER))
    page.clock.pause_at(60_000)
    page.evaluate(
        """() => {
          window.changes = { seen: [], heard: [] };
          for (const id of ["seen", "heard"]) {
            const place = document.getElementById(id);
            new MutationObserver(() => window.changes[id].push(place.textContent))
              .observe(place, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    page.locator("textarea").press("Control+End")
    for key in "12345":
        page.keyboard.type(key)
        page.clock.run_for(800)
    assert page.evaluate("window.changes.heard") == []
    page.clock.run_for(200)
    assert page.evaluate("window.changes") == {"seen": ["3", "4", "5", "6", "7"], "heard": ["653"]}


def test_the_page_opens_with_its_figures_spoken_and_shown_alike(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", COMPOSER))
    assert page.locator("form span").all_text_contents() == ["2", "658"]
