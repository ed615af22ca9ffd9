"""static/js/links.js finds the addresses that tracking/links/addresses.py finds."""

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tracking.links import addresses_in

pytestmark = pytest.mark.browser

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "links.json").read_text("utf-8"))["texts"]
TRICKY = [
    *(
        "https://",
        "http://",
        "HTTPS://",
        "https:",
        "//",
        "a.jp",
        "example.com",
        "www.",
        "/",
        "?",
        "#",
        "=",
        "&",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "（",
        "）",
        "「",
        "」",
        ".",
        ",",
        "!",
        "'",
        '"',
        ":",
        ";",
        "@",
        "%E3",
        "-",
        "_",
        "~",
    ),
    *("あ", "。", "、", " ", "\u3000", "\n", "😀", "𠮷", "x", "9", "ſ", "K", "é", "\u00a0"),
]

FIND = """
async (texts) => {
  const { addressesIn } = await import("/static/js/links.js");
  const codePoints = (text) => [...text].length;
  const inCodePoints = (text, { start, end, url }) =>
    [codePoints(text.slice(0, start)), codePoints(text.slice(0, end)), url];
  return texts.map((text) => addressesIn(text).map((found) => inCodePoints(text, found)));
}
"""


def tricky_texts() -> list[str]:
    chance = random.Random(20261123)  # the same texts in every run
    return ["".join(chance.choices(TRICKY, k=chance.randrange(0, 60))) for _ in range(2_000)]


def test_browser_and_server_find_the_same_addresses(counter_page: Page) -> None:
    texts = [vector["text"] for vector in VECTORS] + tricky_texts()
    found = counter_page.evaluate(FIND, texts)
    assert found[: len(VECTORS)] == [vector["found"] for vector in VECTORS]
    assert found == [[[one.start, one.end, one.url] for one in addresses_in(text)] for text in texts]
