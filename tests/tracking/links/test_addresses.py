"""Which addresses a text holds, and which may be a link's target."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.links import addresses_in, is_own, plain_address, target_problem, with_parameters

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "links.json").read_text("utf-8"))["texts"]
OWN = frozenset({"sms.example.jp", "127.0.0.1:8000"})
PIECES = [
    "https://",
    "http://",
    "a.jp",
    "/",
    ".",
    "(",
    ")",
    "[",
    "]",
    ",",
    "あ",
    " ",
    "x",
    "@",
    "?",
    "😀",
    "\n",
    "ſ",
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["about"]))
def test_a_text_holds_the_addresses_of_its_vector(vector: dict[str, object]) -> None:
    found = addresses_in(str(vector["text"]))
    assert [[one.start, one.end, one.url] for one in found] == vector["found"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_an_address_stands_where_it_is_said_to_and_is_found_alone_too(text: str) -> None:
    last = 0
    for one in addresses_in(text):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.url
        assert [alone.url for alone in addresses_in(one.url)] == [one.url]
        last = one.end


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://example.jp/a?b=1#c", None),
        ("http://127.0.0.1:8001/handset", None),
        ("http://[::1]/", None),
        ("https://sms.example.jp/join/sakura", None),
        ("", "empty"),
        ("https://example.jp/" + "a" * 2000, "too_long"),
        ("javascript:alert(1)", "scheme"),
        ("JavaScript:alert(1)//https://example.jp/", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("mailto:a@example.jp", "scheme"),
        ("www.example.jp", "no_address"),
        ("//example.jp/a", "no_address"),
        ("https://example.jp/a b", "no_address"),
        ("https://example.jp/商品", "no_address"),
        ("https://example.jp/\r\nSet-Cookie: a=b", "no_address"),
        ("https://", "no_address"),
        ("https:///a", "host"),
        ("https://shop:secret@example.jp/", "credentials"),
        ("https://bank.example@evil.example/", "credentials"),
        ("https://-a.example/", "host"),
        ("https://a..example/", "host"),
        ("https://example.jp:0/", "host"),
        ("https://example.jp:99999/", "host"),
        ("https://[zz]/", "host"),
        ("https://sms.example.jp/s/AbCdEf23", "own"),
        ("HTTPS://SMS.example.jp:443/o/AbCdEf2345", "own"),
        ("http://127.0.0.1:8000/r/x", "own"),
        ("https://sms.example.jp", "own"),
        ("https://sms.example.jp./s/x", "own"),
        ("https://sms.example.jp:0443/s/x", "own"),
        ("https://sms.example.jp/%73/x", "own"),
        ("https://sms.example.jp/./s/x", "own"),
        ("https://sms.example.jp/stores/..%2Fs/x", "own"),
        ("https://sms.example.jp//s/x", "own"),
        ("http://127.0.0.1:08000/s/x", "own"),
        ("https://sms.example.jp:8443/s/x", None),
        ("https://sms.example.jp/s/../join/x", None),
    ],
)
def test_what_may_be_a_target_and_why_not(url: str, problem: str | None) -> None:
    assert target_problem(url, OWN) == problem


def test_own_is_what_leads_to_a_code_of_this_installation() -> None:
    asked = [
        "https://sms.example.jp/s/x",
        "https://sms.example.jp/stores/x",
        "https://example.jp/s/x",
        "https://[",
    ]
    assert [is_own(url, OWN) for url in asked] == [True, False, False, False]


def test_a_pasted_address_with_japanese_becomes_one_that_a_text_can_hold() -> None:
    pasted = " https://日本語.jp/商品 一覧?名=花&b=%E3%81%82#節 "
    plain = plain_address(pasted)
    assert plain == (
        "https://xn--wgv71a119e.jp/%E5%95%86%E5%93%81%20%E4%B8%80%E8%A6%A7?%E5%90%8D=%E8%8A%B1&b=%E3%81%82#%E7%AF%80"
    )
    assert target_problem(plain, OWN) is None
    assert [plain_address(text) for text in ("花", "https://花..jp/")] == ["花", "https://花..jp/"]


@pytest.mark.parametrize(
    ("url", "result"),
    [
        ("https://a.jp/", "https://a.jp/?utm_source=sms&k=%E8%8A%B1"),
        ("https://a.jp/?b=%20+1#c", "https://a.jp/?b=%20+1&utm_source=sms&k=%E8%8A%B1#c"),
    ],
)
def test_parameters_join_the_query_before_the_fragment(url: str, result: str) -> None:
    assert with_parameters(url, {"utm_source": "sms", "k": "花"}) == result
    assert with_parameters(url, {}) == url
