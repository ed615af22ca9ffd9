import json
import random
from typing import Any

import pytest
from playwright.sync_api import Page

from templates_app.merge import folded, parsed
from tests.templates_app.merge.vectors import NAMES, VALUES, VECTORS, plain, rendered

pytestmark = pytest.mark.browser

MERGE = """
async ([bodies, given]) => {
  const { merged, parsed } = await import("/static/js/merge.js");
  return JSON.stringify(JSON.parse(bodies).map((body) => ({ parsed: parsed(body), merged: merged(body, given) })));
}
"""
PIECES = [
    *("[[", "]]", "[", "]", "［［", "］］", "［", "］", "|", "｜", "%", "％", ":", "："),
    *(" ", "\u3000", "\t", "\n", "\r\n", "\u00a0", "\u200b", "、", "。", "!"),
    *(
        "氏名",
        "顧客名",
        "ＮＡＭＥ",
        "期日",
        "車検",
        "店舗名",
        "お客様",
        "😀",
        "𠮷",
        "か\u3099",
        "ﾅﾏｴ",
        "İ",
        "ß",
    ),
    *("[[氏名]]", "[[期日:車検]]", "[[期日|近日]]", "[[%宛名%]]", "［［店舗名］］", "[[知らない]]"),
]


def in_browser(page: Page, bodies: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        page.evaluate(MERGE, [json.dumps(bodies), {"names": NAMES, "values": VALUES}])
    )
    return found


def as_python(body: str) -> dict[str, Any]:
    read, made = plain(parsed(body)), rendered(body)
    read["halfBracketed"] = read.pop("half_bracketed")
    return {"parsed": read, "merged": made}


def compared(found: dict[str, Any]) -> dict[str, Any]:
    """The browser's answer as far as Python has one: the browser renders even what is not in order."""
    merged = found["merged"]
    compiles = not merged["unknown"] and not merged["errors"]
    kept = ("text", "missing", "spans") if compiles else ()
    return {
        "parsed": found["parsed"],
        "merged": {"unknown": merged["unknown"], "compiles": compiles}
        | {name: merged[name] for name in kept},
    }


def test_every_vector_is_the_same_in_the_browser(counter_page: Page) -> None:
    bodies = [vector["body"] for vector in VECTORS["merge"]]
    found = [compared(one) for one in in_browser(counter_page, bodies)]
    assert dict(zip(bodies, found, strict=True)) == {body: as_python(body) for body in bodies}


def test_browser_and_server_agree_on_two_thousand_tricky_bodies(counter_page: Page) -> None:
    chance = random.Random(20261123)  # the same bodies in every run
    bodies = ["".join(chance.choices(PIECES, k=chance.randrange(1, 25))) for _ in range(2000)]
    found = [compared(one) for one in in_browser(counter_page, bodies)]
    assert dict(zip(bodies, found, strict=True)) == {body: as_python(body) for body in bodies}


def test_what_nobody_knows_or_has_stands_as_it_was_typed_while_it_is_typed(counter_page: Page) -> None:
    [found] = in_browser(counter_page, ["[[氏名]]様の[[期日]]と[[ なぞ ]]と[[氏名"])
    assert found["merged"] == {
        "text": "山田 太郎様の[[期日]]と[[ なぞ ]]と[[氏名",
        "missing": ["期日"],
        "unknown": ["なぞ"],
        "errors": [{"code": "unclosed", "start": 24, "end": 28, "name": "氏名"}],
        "spans": [[0, 5, "氏名"]],
    }


def test_both_fold_names_alike(counter_page: Page) -> None:
    names = [
        "ＮＡＭＥ",
        " 氏 名 ",
        "氏\u3000名",
        "氏名:",
        "氏名：",
        "ｶｷﾞ",
        "か\u3099",
        "ﾊﾟ",
        "İ",
        "ß",
        "Σ",
        "ΑΣ",
        "㍿",
        "①",
        "::",
    ]
    found = counter_page.evaluate(
        """async (names) => {
          const { folded } = await import("/static/js/merge.js");
          return names.map(folded);
        }""",
        names,
    )
    assert found == [folded(name) for name in names]


def test_positions_are_turned_into_those_of_a_textarea(counter_page: Page) -> None:
    found = counter_page.evaluate(
        """async () => {
          const { unitsAt } = await import("/static/js/merge.js");
          return [0, 1, 2, 3, 9].map((position) => unitsAt("😀[𠮷", position));
        }"""
    )
    assert found == [0, 2, 3, 5, 5]
