import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from messaging.pricing import price_range
from messaging.queries.prices import plain_amount, plain_prices
from messaging.text import LONGEST, carrier_parts
from tests.messaging.prices.test_pricing import LISTS, VECTORS

pytestmark = pytest.mark.browser

PRICED = """
async (asked) => {
  const { priceRange } = await import("/static/js/prices.js");
  return JSON.stringify(JSON.parse(asked).map(([parts, prices]) => priceRange(parts, prices)));
}
"""


def in_browser(page: Page, asked: list[tuple[Any, Any]]) -> list[Any]:
    found: list[Any] = json.loads(page.evaluate(PRICED, json.dumps(asked)))
    return found


def test_the_browser_says_the_same_range_for_each_vector(counter_page: Page) -> None:
    cases = VECTORS["ranges"]
    lists = {name: plain_prices(prices) for name, prices in LISTS.items()}
    assert in_browser(counter_page, [(case["parts"], lists[case["list"]]) for case in cases]) == [
        {
            "currency": LISTS[case["list"]].currency,
            "tax": LISTS[case["list"]].tax,
            "low": case["low"],
            "high": case["high"],
            "classParts": case["class_parts"],
        }
        for case in cases
    ]


def test_the_browser_and_the_server_agree_on_every_length(counter_page: Page) -> None:
    asked, meant = [], []
    for name, prices in LISTS.items():
        for length in range(1, LONGEST + 1):
            parts = carrier_parts(length)
            assert parts is not None
            one = price_range(parts, prices)
            plain = {carrier: getattr(parts, carrier) for carrier in ("docomo", "au", "rakuten", "softbank")}
            asked.append((plain, VECTORS["lists"][name]))
            meant.append((plain_amount(one.low), plain_amount(one.high), one.class_parts))
    found = [(one["low"], one["high"], one["classParts"]) for one in in_browser(counter_page, asked)]
    assert found == meant
    assert in_browser(counter_page, [(None, VECTORS["lists"]["jpy"]), ({"docomo": 1}, None)]) == [None, None]


def test_a_field_goes_in_at_the_cursor_can_be_undone_and_a_place_is_shown(
    page: Page, composer_site: Callable[[str, str], str]
) -> None:
    address = composer_site(
        "/insert",
        "<script type='module' src='/static/js/insert.js'></script><textarea id='text'>😀です</textarea>"
        "<button id='put' type='button' data-insert='[[氏名]]' data-insert-into='text'>put</button>"
        "<button id='go' type='button' data-place-in='text' data-place-start='1' data-place-end='7'>go</button>",
    )
    page.goto(address)
    page.evaluate(
        "() => { window.typed = 0; const text = document.getElementById('text');"
        "text.addEventListener('input', () => { window.typed += 1; }); text.focus(); text.setSelectionRange(2, 2); }"
    )
    page.click("#put")
    assert page.input_value("#text") == "😀[[氏名]]です"
    assert page.evaluate("() => window.typed") == 1
    page.click("#go")
    marked = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.eval_on_selector("#text", marked) == "[[氏名]]"
    page.keyboard.press("Control+z")
    assert page.input_value("#text") == "😀です"
