"""The pages people look at, as their HTML."""

import re

import pytest
import requests

from tests.simulator.process import Simulator

NUMBER = "+819012345678"


def part(page: str, marker: str) -> str:
    """The piece of the page from `marker` to the end of its section."""
    return page.split(marker, 1)[1].split("</section>", 1)[0]


def listed(page: str) -> list[str]:
    return re.findall(r'<li><a href="/handsets/(\+[0-9]+)">', page)


def test_the_desk_lists_handsets_newest_first(simulator: Simulator) -> None:
    for n, number in enumerate(("+819012345678", "+818023456789", "+819012345678", "+817034567890")):
        simulator.hand_over(number, f"{n}通目", f"r{n}")
        simulator.wait_for(delivered=n + 1)
    page = simulator.get("/").text
    assert listed(page) == ["+817034567890", "+819012345678", "+818023456789"]
    assert "090-1234-5678" in page
    assert "2通目" in page
    assert "0通目" not in page


@pytest.mark.parametrize("query", ["090-1234-5678", "09012345678", "+81 90 1234", "345678", "5678"])
def test_a_handset_is_found_by_its_number(simulator: Simulator, query: str) -> None:
    simulator.hand_over(NUMBER, reference="1")
    simulator.hand_over("+818099990000", reference="2")
    simulator.texts("+818099990000")
    assert listed(simulator.get("/", params={"q": query}).text) == [NUMBER]


def test_a_number_without_a_handset_can_be_opened(simulator: Simulator) -> None:
    page = simulator.get("/", params={"q": "080-1234-0000"}).text
    assert listed(page) == []
    assert '<a href="/handsets/+818012340000">この番号の端末を開く： 080-1234-0000</a>' in page
    assert "まだ何も届いていません" in simulator.get("/handsets/+818012340000").text


def test_the_table_of_fates_is_complete_in_both_languages(simulator: Simulator) -> None:
    japanese, english = simulator.get("/?lang=ja").text, simulator.get("/?lang=en").text
    endings = [str(n) for n in range(900, 914)]
    assert re.findall(r'<tr><th scope="row">(\d+)</th>', japanese) == endings
    assert re.findall(r'<tr><th scope="row">(\d+)</th>', english) == endings
    assert "圏外・電源OFFで届きません" in japanese
    assert "Out of range or switched off, not delivered" in english


def test_a_language_once_chosen_is_kept(simulator: Simulator) -> None:
    with requests.Session() as browser:
        assert '<html lang="ja">' in browser.get(simulator.url, timeout=5).text
        assert "操作パネル" not in browser.get(f"{simulator.url}/?lang=en", timeout=5).text
        assert '<html lang="en">' in browser.get(f"{simulator.url}/handsets/{NUMBER}", timeout=5).text
        assert '<html lang="ja">' in browser.get(f"{simulator.url}/?lang=ja", timeout=5).text
        assert '<html lang="ja">' in browser.get(simulator.url, timeout=5).text


def test_english_pages_hold_no_japanese(simulator: Simulator) -> None:
    japanese = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]+")
    pages = [simulator.get(path, params={"lang": "en"}).text for path in ("/", f"/handsets/{NUMBER}900")]
    assert [japanese.findall(page) for page in pages] == [["日本語"], ["日本語"]]


def test_a_text_is_shown_as_text_and_its_links_can_be_tapped(simulator: Simulator) -> None:
    text = (
        '<script>alert(1)</script> & 詳しくはhttps://example.jp/s/Ab3?a=1&b="x"。\n'
        "(http://example.com/a_(b)) javascript:alert(1) https:// HTTPS://EXAMPLE.COM"
    )
    simulator.hand_over(NUMBER, text)
    simulator.texts(NUMBER)
    shown = re.findall(
        r'<div class="bubble theirs"><p>(.*?)</p>', simulator.get(f"/handsets/{NUMBER}").text, re.DOTALL
    )

    def link(address: str) -> str:
        return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'

    assert shown == [
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 詳しくは"
        + link("https://example.jp/s/Ab3?a=1&amp;b=")
        + "&quot;x&quot;。\n("
        + link("http://example.com/a_(b)")
        + ") javascript:alert(1) https:// HTTPS://EXAMPLE.COM"
    ]


def test_every_page_forbids_foreign_and_inline_scripts(simulator: Simulator) -> None:
    for path in ("/", f"/handsets/{NUMBER}", "/static/live.js", f"/handsets/{NUMBER}.json"):
        headers = simulator.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
    page = simulator.get(f"/handsets/{NUMBER}").text
    assert re.findall(r"<script(.*?)>", page) == [' src="/static/live.js" defer']
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_the_panel_is_a_plain_form(simulator: Simulator) -> None:
    form = {
        "latency": "0.1",
        "delivery_delay": "2",
        "receipt_delay": "0",
        "late_receipt_delay": "5",
        "throttle_per_second": "100",
        "receipts": "off",
        "look_up": "off",
        "look_up_delay": "3",
        "fault": "hang_after",
        "receipt_order": "twice",
    }
    answer = simulator.post("/control", data=form)
    assert (answer.status_code, answer.url) == (200, f"{simulator.url}/")
    assert simulator.get("/control").json() == {
        "latency": 0.1,
        "delivery_delay": 2.0,
        "receipt_delay": 0.0,
        "late_receipt_delay": 5.0,
        "outage": False,
        "throttle_per_second": 100.0,
        "fault": "hang_after",
        "look_up": False,
        "look_up_delay": 3.0,
        "receipts": "off",
        "receipt_order": "twice",
    }
    chips = re.findall(r'class="chip [a-z]+">(.*?)<', answer.text)
    assert chips == [
        "稼働中",
        "応答遅延：0.1秒",
        "流量制限：毎秒100件",
        "受け付けて、応答しない",
        "受信結果の通知なし",
        "結果の通知が二度",
        "照会停止中",
    ]
    assert '<option value="hang_after" selected>受け付けて、応答しない</option>' in answer.text
    assert "照会は何も見つけません" in simulator.post("/control", data={"look_up": "blind"}).text
    assert simulator.get("/control").json()["look_up"] == "blind"
    assert "障害中：すべて503" in simulator.post("/control", data={"outage": "on"}).text
    assert "障害中：すべて503" not in simulator.post("/control", data={"outage": "off"}).text


def test_a_wrong_field_keeps_what_was_typed_and_says_why(simulator: Simulator) -> None:
    before = simulator.get("/control").json()
    answer = simulator.post("/control", data={"latency": "すぐ", "delivery_delay": "1", "receipts": "?"})
    assert answer.status_code == 422
    assert '<p class="error" id="latency-error">0から3,600までの数で入力してください。</p>' in answer.text
    assert 'name="latency" value="すぐ"' in answer.text
    assert 'name="delivery_delay" value="1"' in answer.text
    assert "receipts: 一覧から選んでください。" in answer.text
    assert simulator.get("/control").json() == before


def test_erasing_everything_needs_a_tick(simulator: Simulator) -> None:
    simulator.hand_over(NUMBER)
    simulator.texts(NUMBER)
    assert "受け付けた1件、端末1台の内容" in simulator.get("/").text
    refused = simulator.post("/reset", data={"sure": ""})
    assert refused.status_code == 422
    assert "確認の欄にチェックを入れてください" in refused.text
    assert len(simulator.inbox(NUMBER)) == 1
    assert simulator.post("/reset", data={"sure": "yes"}).url == f"{simulator.url}/"
    assert simulator.inbox(NUMBER) == []


def test_a_reply_by_form_comes_back_to_the_handset(simulator: Simulator) -> None:
    simulator.hand_over(NUMBER)
    simulator.texts(NUMBER)
    answer = simulator.post(f"/handsets/{NUMBER}/reply", data={"text": "一行目\r\n二行目"})
    assert answer.url == f"{simulator.url}/handsets/{NUMBER}"
    assert '<div class="bubble mine"><p>一行目\n二行目</p>' in answer.text
    refused = simulator.post(f"/handsets/{NUMBER}/reply", data={"text": "長" * 661})
    assert refused.status_code == 422
    assert '<p class="error" id="reply-error">返信は660文字までです。</p>' in refused.text
    assert "長" * 661 in refused.text


def test_a_form_with_a_file_is_400(simulator: Simulator) -> None:
    answer = simulator.post(f"/handsets/{NUMBER}/reply", files={"text": b"file"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_long_conversation_shows_its_newest_part(simulator: Simulator) -> None:
    simulator.hand_over_batch([{"to": NUMBER, "text": f"第{n}通", "reference": f"{n}"} for n in range(205)])
    simulator.texts(NUMBER, count=205)
    page = simulator.get(f"/handsets/{NUMBER}").text
    assert "これより古い5件は省略しています。" in page
    assert re.findall(r"第(\d+)通", page) == [str(n) for n in range(5, 205)]
