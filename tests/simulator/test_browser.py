"""The handset in a real browser: it is alive, it is tapped, it answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import chromium
from tests.simulator.process import Simulator
from tests.simulator.receiver import Receiver

pytestmark = pytest.mark.browser

NUMBER = "+819012345678"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        context = browser.new_context(locale="ja-JP", viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What the page complained about: scripts, and whatever the content policy refused."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    return heard


def test_a_text_appears_by_itself_and_what_is_typed_stays(
    simulator: Simulator, receiver: Receiver, page: Page, errors: list[str]
) -> None:
    page.goto(f"{simulator.url}/handsets/{NUMBER}")
    expect(page.get_by_text("この端末には、まだ何も届いていません。")).to_be_visible()
    page.get_by_label("返信", exact=True).fill("書きかけ")
    simulator.hand_over(NUMBER, "こちらです https://example.jp/s/Ab3", replies_url=receiver.url)
    link = page.get_by_role("log").get_by_role("link", name="https://example.jp/s/Ab3")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_text("返信先：SMSNOTIFY")).to_be_visible()
    expect(page.get_by_label("返信", exact=True)).to_have_value("書きかけ")
    page.get_by_role("button", name="送信", exact=True).click()
    expect(page.get_by_role("log").get_by_text("書きかけ")).to_be_visible()
    expect(page.get_by_role("log").get_by_text("送信済み")).to_be_visible()
    expect(page.get_by_label("返信", exact=True)).to_have_value("")
    assert [reply["text"] for reply in receiver.replies(count=1)] == ["書きかけ"]
    assert errors == []


def test_the_phone_fills_a_small_screen(simulator: Simulator, page: Page) -> None:
    simulator.hand_over_batch(
        [{"to": NUMBER, "text": f"第{n}通 " + "長い" * 40, "reference": f"{n}"} for n in range(20)]
    )
    simulator.wait_for(delivered=20)
    page.goto(f"{simulator.url}/handsets/{NUMBER}")
    phone = page.locator(".phone").bounding_box()
    assert phone == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_text("第19通")).to_be_in_viewport()
    expect(page.get_by_role("button", name="送信", exact=True)).to_be_in_viewport()


def test_the_desk_follows_what_happens(simulator: Simulator, page: Page, errors: list[str]) -> None:
    page.goto(simulator.url)
    page.get_by_label("応答までの時間").fill("1.5")
    simulator.hand_over(NUMBER, "着いた")
    simulator.set_control(outage=True)
    expect(page.get_by_role("link", name="着いた")).to_be_visible()
    expect(page.get_by_text("障害中：すべて503")).to_be_visible()
    expect(page.get_by_label("応答までの時間")).to_have_value("1.5")
    page.get_by_role("button", name="障害を終わらせる").click()
    expect(page.get_by_text("稼働中")).to_be_visible()
    assert simulator.get("/control").json()["outage"] is False
    assert errors == []


def test_a_simulator_that_is_gone_is_said(simulator: Simulator, page: Page) -> None:
    page.goto(f"{simulator.url}/handsets/{NUMBER}")
    expect(page.get_by_text("シミュレーターに接続できません。")).to_be_hidden()
    page.context.set_offline(True)
    expect(page.get_by_text("シミュレーターに接続できません。")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("シミュレーターに接続できません。")).to_be_hidden()
