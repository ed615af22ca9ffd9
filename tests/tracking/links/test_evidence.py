"""What a hit is evidence of."""

import json
from pathlib import Path

import pytest

from tracking.links.evidence import (
    BROWSER,
    HEAD,
    MANY,
    PREVIEWER,
    TOO_SOON,
    Evidence,
    evidence_of,
    evidence_with_circumstances,
)

HITS = json.loads((Path(__file__).parents[2] / "data" / "hits.json").read_text("utf-8"))["hits"]
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) {} Safari/537.36"


@pytest.mark.parametrize(
    "hit", HITS, ids=lambda hit: f"{hit['class']} {hit['method']} {hit['user_agent'][:40]}"
)
def test_method_and_agent_say_the_class_of_the_vector(hit: dict[str, str]) -> None:
    assert evidence_of(method=hit["method"], agent=hit["user_agent"]).kind == hit["class"]


@pytest.mark.parametrize(
    ("agent", "kind", "code"),
    [
        (DESKTOP, "person", "browser"),
        (
            "Mozilla/5.0 (Linux; Android 9; CUBOT P30) AppleWebKit/537.36 Chrome/90 Safari/537.36",
            "person",
            "browser",
        ),
        ("DoCoMo/2.0 P905i(c100;TB;W24H15)", "person", "browser"),
        ("KDDI-CA39 UP.Browser/6.2.0.13.1.5 (GUI) MMP/2.0", "person", "browser"),
        ("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1)", "person", "browser"),
        (CHROME.format("HeadlessChrome/131.0"), "scanner", "robot"),
        (CHROME.format("Chrome/131.0 (+https://scanner.example/bot)"), "scanner", "robot"),
        ("Mozilla/5.0 (compatible;)", "scanner", "bare"),
        ("Mozilla/4.0", "scanner", "bare"),
        ("  ", "scanner", "bare"),
        ("Go-http-client/2.0", "scanner", "program"),
        ("Wget/1.21", "scanner", "program"),
        ("facebookexternalhit/1.1;line-poker/1.0", "preview", "previewer"),
        ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "preview", "previewer"),
        ("x" * 100_000, "unknown", "unfamiliar"),
        ("(" * 50_000 + "Mozilla", "unknown", "unfamiliar"),
    ],
)
def test_agents_beside_the_vectors(agent: str, kind: str, code: str) -> None:
    assert evidence_of(method="GET", agent=agent) == Evidence(kind, code)


def test_what_is_fetched_ahead_is_a_preview_and_head_never_a_person() -> None:
    assert evidence_of(method="GET", agent=DESKTOP, fetched_ahead=True) == Evidence("preview", "prefetch")
    assert evidence_of(method="HEAD", agent=DESKTOP, fetched_ahead=True) == HEAD


@pytest.mark.parametrize(
    ("seconds", "crowd", "found"),
    [
        (None, False, BROWSER),
        (2.0, False, BROWSER),
        (1.9, False, TOO_SOON),
        (-3.0, False, TOO_SOON),
        (60.0, True, MANY),
        (1.0, True, MANY),
    ],
)
def test_time_and_address_take_back_a_person(seconds: float | None, crowd: bool, found: Evidence) -> None:
    assert evidence_with_circumstances(BROWSER, seconds_since_hand_over=seconds, of_a_crowd=crowd) == found


def test_circumstances_make_nobody_a_person() -> None:
    for found in (HEAD, PREVIEWER):
        assert evidence_with_circumstances(found, seconds_since_hand_over=600.0, of_a_crowd=False) == found
