from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PutPage = Callable[[str, str], str]

FIGURES = """
  <span data-composer-count>?</span><span data-composer-limit>?</span>
  <span data-composer-remaining>?</span>
  <span data-composer-parts="docomo">?</span><span data-composer-parts="au">?</span>
  <span data-composer-parts="rakuten">?</span><span data-composer-parts="softbank">?</span>
  <p data-composer-over class="d-none">長すぎます</p>
"""
PROBLEMS = """
  <ul data-composer-problems class="d-none">
    <template data-code="outside_bmp"><li>絵文字など: <b data-problem-characters></b>
      (<i data-problem-position></i>文字目)</li></template>
    <template data-code="not_shift_jis"><li>auで化ける: <b data-problem-characters></b></li></template>
  </ul>
"""

READ = """
(scope) => {
  const text = (selector) => scope.querySelector(selector).textContent;
  const carriers = ["docomo", "au", "rakuten", "softbank"];
  return {
    count: text("[data-composer-count]"),
    limit: text("[data-composer-limit]"),
    remaining: text("[data-composer-remaining]"),
    parts: carriers.map((carrier) => text(`[data-composer-parts=${carrier}]`)).join(" "),
    over: !scope.querySelector("[data-composer-over]").classList.contains("d-none"),
    red: scope.querySelectorAll(".text-danger").length,
  };
}
"""


def composer(
    attributes: str = "", body: str = "", *, name: str = "body", scope: str = "form data-composer"
) -> str:
    tag = scope.split()[0]
    return (
        f"<{scope} {attributes}><textarea name='{name}' data-composer-body>{body}</textarea>"
        f"{FIGURES}{PROBLEMS}</{tag}>"
    )


def figures(page: Page, selector: str = "form") -> dict[str, Any]:
    read: dict[str, Any] = page.locator(selector).evaluate(READ)
    return read


def calm(count: str, remaining: str, parts: str, *, limit: str = "660") -> dict[str, Any]:
    return {
        "count": count,
        "limit": limit,
        "remaining": remaining,
        "parts": parts,
        "over": False,
        "red": 0,
    }


def test_figures_follow_every_key_and_stand_at_once(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer(body="\n" + "あ" * 69)))
    assert figures(page) == calm("69", "591", "1 1 1 1")
    page.locator("textarea").press("Control+End")
    page.keyboard.type("い")
    assert figures(page) == calm("70", "590", "1 1 1 1")
    page.keyboard.type("う")
    assert figures(page) == calm("71", "589", "2 2 2 1")
    page.keyboard.press("Backspace")
    assert figures(page) == calm("70", "590", "1 1 1 1")


def test_the_stores_limit_and_the_routes_newline_are_taken_from_the_form(
    page: Page, composer_site: PutPage
) -> None:
    page.goto(composer_site("/composer", composer("data-limit='70' data-newline-weight='2'")))
    page.locator("textarea").fill("あ" * 67 + "\nい")
    assert figures(page) == calm("70", "0", "1 1 1 1", limit="70")
    page.locator("textarea").fill("あ" * 68 + "\nい")
    assert figures(page) == {**calm("71", "-1", "2 2 2 1", limit="70"), "over": True, "red": 2}


def test_a_body_over_the_ceiling_has_no_parts(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    expect(page.locator("[data-composer-over]")).to_have_class("d-none")
    page.locator("textarea").fill("あ" * 661)
    assert figures(page) == {**calm("661", "-1", "– – – –"), "over": True, "red": 2}
    page.locator("textarea").fill("あ" * 660)
    assert figures(page) == calm("660", "0", "10 10 10 1")


def test_marks_are_counted_as_the_server_will_compose_them(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("か\u3099き\u3099")
    assert figures(page) == calm("2", "658", "1 1 1 1")
    assert page.locator("textarea").input_value() == "か\u3099き\u3099"


def test_two_composers_on_a_page_count_each_for_itself(page: Page, composer_site: PutPage) -> None:
    first, second = (
        composer("id='first' data-limit='70'"),
        composer("id='second' data-newline-weight='2'"),
    )
    page.goto(composer_site("/composer", first + second))
    page.locator("#first textarea").fill("あ\nい")
    page.locator("#second textarea").fill("うえ\nお")
    assert figures(page, "#first") == calm("3", "67", "1 1 1 1", limit="70")
    assert figures(page, "#second") == calm("5", "655", "1 1 1 1")


def test_two_bodies_in_one_form_have_places_of_their_own(page: Page, composer_site: PutPage) -> None:
    nested = composer("id='second' data-limit='70'", name="greeting", scope="div data-composer-field")
    form = composer("id='first' data-newline-weight='2'").replace("</form>", nested + "</form>")
    page.goto(composer_site("/composer", form))
    page.locator("#second textarea").fill("う\nえ")
    page.locator("#first > textarea").fill("あいう")
    assert figures(page, "#first") == calm("3", "657", "1 1 1 1")
    assert figures(page, "#second") == calm("4", "66", "1 1 1 1", limit="70")


def test_refused_characters_are_named_once_each_while_they_stand(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    problems = page.locator("[data-composer-problems]")
    expect(problems).to_have_class("d-none")
    page.locator("textarea").fill("明日😀です〜😀𠮷野\u200b\u00a0")
    expect(problems).not_to_have_class("d-none")
    assert [" ".join(text.split()) for text in problems.locator("li").all_text_contents()] == [
        "絵文字など: 😀 𠮷 (3文字目)",
        "auで化ける: 〜→～ U+200B U+00A0",
    ]
    page.locator("textarea").fill("明日です")
    expect(problems).to_have_class("d-none")
    assert problems.locator("li").all_text_contents() == []


def test_a_long_row_of_refused_characters_is_cut_short(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", composer()))
    page.locator("textarea").fill("".join(chr(0x1F600 + number) for number in range(12)))
    named = page.locator("[data-problem-characters]").text_content()
    assert named == " ".join(chr(0x1F600 + number) for number in range(10)) + " …"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [("", "0"), ("09012345678", "1"), ("０９０…\n\n \t\n　\n080\n", "2"), ("a\nb\nc", "3")],
)
def test_quick_send_counts_the_lines_that_hold_something(
    page: Page, composer_site: PutPage, typed: str, lines: str
) -> None:
    form = "<form><textarea name='numbers' data-phone-lines></textarea><b data-lines-count>?</b></form>"
    page.goto(composer_site("/quick", form))
    page.locator("textarea").fill(typed)
    assert page.locator("[data-lines-count]").text_content() == lines


def test_a_piece_that_htmx_brings_in_has_its_figures(page: Page, composer_site: PutPage) -> None:
    page.goto(composer_site("/composer", "<main></main>"))
    page.locator("main").evaluate(
        """(main, piece) => {
          main.innerHTML = piece;
          const detail = { elt: main.firstElementChild };
          main.firstElementChild.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail }));
        }""",
        composer(body="こんにちは"),
    )
    assert figures(page) == calm("5", "655", "1 1 1 1")
