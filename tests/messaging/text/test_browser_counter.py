import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from messaging.text import (
    Count,
    character_problems,
    composed_kana,
    domestic_count,
    international_count,
    plain_newlines,
    trimmed,
)

pytestmark = pytest.mark.browser

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "parts.json").read_text("utf-8"))

# Where two counters would part ways: pairs, halves of pairs, newlines of every kind, marks to compose,
# blanks that are trimmed and blanks that are not, both GSM alphabets, look-alikes of CP932.
TRICKY = [
    *("😀", "𠮷", "👨\u200d👩", "\ud83d", "\ude00", "\udc00a"),
    *("\r", "\n", "\r\n", "\n\r", "\t", " ", "\u3000", "\u00a0", "\u2028", "\x0b", "\x00", "\x85"),
    *("か\u3099", "は\u309a", "う゛", "か゛", "ゝ\u3099", "ワ゛", "ｶﾞ", "\u3099", "゜", "e\u0301"),
    *("^", "{", "\\", "~", "|", "€", "\x1b", "\f", "@", "ç", "Ç", "à", "a", "Z", "0"),
    *("髙", "﨑", "\ufa19", "～", "〜", "−", "¥", "\ue000", "\ufeff", "あ", "ｱ", "漢"),
]
PLAIN = ["a", "€", "あ", "\n", "😀"]

MEASURE = """
async (texts) => {
  const parts = await import("/static/js/parts.js");
  const measured = JSON.parse(texts).map((text) => ({
    domestic: [1, 2, 3].map((newlineWeight) => parts.countDomestic(text, { newlineWeight })),
    international: parts.countInternational(text),
    kana: parts.composedKana(text),
    body: parts.trimmed(parts.plainNewlines(text)),
    problems: parts.characterProblems(text),
  }));
  return JSON.stringify(measured);
}
"""


def as_browsers_hold_it(text: str) -> str:
    """Two halves that stand together are one character in a browser; Python would keep them apart."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def plain(count: Count) -> dict[str, Any]:
    return {**asdict(count), "over": count.over}


def measured(text: str) -> dict[str, Any]:
    return {
        "domestic": [plain(domestic_count(text, newline_weight=weight)) for weight in (1, 2, 3)],
        "international": asdict(international_count(text)),
        "kana": composed_kana(text),
        "body": trimmed(plain_newlines(text)),
        "problems": [{**asdict(problem), "label": problem.label} for problem in character_problems(text)],
    }


def tricky_texts() -> list[str]:
    chance = random.Random(20261123)  # the same texts in every run
    mixed = ["".join(chance.choices(TRICKY, k=chance.randrange(0, 240))) for _ in range(300)]
    # Around every part boundary, with pairs and escapes falling across it.
    bounded = [
        "".join(chance.choices(chance.sample(PLAIN, 2), k=chance.randrange(60, 720))) for _ in range(300)
    ]
    return [as_browsers_hold_it(text) for text in mixed + bounded]


def test_every_domestic_vector_has_the_same_numbers_in_the_browser(counter_page: Page) -> None:
    found = counter_page.evaluate(
        """async (vectors) => {
          const { countDomestic, carrierParts } = await import("/static/js/parts.js");
          return vectors.map((vector) => {
            const { characters, parts, over } = countDomestic(vector.text, {
              newlineWeight: vector.newline_weight,
            });
            return { ...vector, count: characters, parts, over, byCount: carrierParts(characters) };
          });
        }""",
        VECTORS["domestic"],
    )
    assert found == [{**vector, "byCount": vector["parts"]} for vector in VECTORS["domestic"]]


def test_every_international_vector_has_the_same_numbers_in_the_browser(counter_page: Page) -> None:
    found = counter_page.evaluate(
        """async (vectors) => {
          const { countInternational } = await import("/static/js/parts.js");
          return vectors.map(({ text }) => ({ text, ...countInternational(text) }));
        }""",
        VECTORS["international"],
    )
    assert found == VECTORS["international"]


def test_browser_and_server_agree_on_six_hundred_tricky_texts(counter_page: Page) -> None:
    texts = tricky_texts()
    # As JSON in ASCII: half a pair does not survive the way as text, and lists are slow.
    found = json.loads(counter_page.evaluate(MEASURE, json.dumps(texts)))
    assert dict(zip(texts, found, strict=True)) == {text: measured(text) for text in texts}


def test_browser_and_server_find_the_same_trouble_with_every_character(counter_page: Page) -> None:
    points = [*range(0x10000), 0x10000, 0x1F600, 0x20BB7, 0xE0001, 0x10FFFF]
    answer = counter_page.evaluate(
        """async (points) => {
          const { characterProblems } = await import("/static/js/parts.js");
          const problems = JSON.parse(points).map((point) => {
            const [problem] = characterProblems(String.fromCodePoint(point));
            return problem ? [problem.code, problem.replacement] : null;
          });
          return JSON.stringify(problems);
        }""",
        json.dumps(points),
    )
    found = json.loads(answer)
    expected = [
        [problem.code.value, problem.replacement] if problem else None
        for problem in (next(iter(character_problems(chr(point))), None) for point in points)
    ]
    assert found == expected


def test_a_newline_of_no_weight_is_an_error_in_the_browser_too(counter_page: Page) -> None:
    raised = counter_page.evaluate(
        """async () => {
          const { countDomestic } = await import("/static/js/parts.js");
          try { return countDomestic("a", { newlineWeight: 0 }); } catch (error) { return error.name; }
        }"""
    )
    assert raised == "RangeError"
