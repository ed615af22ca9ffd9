"""A store's first page: today's figures, and what somebody should look at."""

import html
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.tenancy.scope import store_scope
from messaging.models import GatewayAccount, GatewayGrant, Lane, LaneHeartbeat, Message, Reason, State
from tests.conftest import SignIn
from tests.messaging.factories import make_message
from tests.messaging.history.reading import Page, listed, words
from tests.messaging.unclear.conftest import make_unclear
from tests.shops import Shops

HOME = "/stores/sakura-auto/"
TOKYO = ZoneInfo("Asia/Tokyo")
_FIGURE = re.compile(
    r'id="today-(\w+)" href="([^"]*)".*?<span class="stat-figure">([\d,]+)</span><span class="stat-unit[^"]*">件',
    re.DOTALL,
)
_ATTENTION = re.compile(
    r'<li class="list-group-item.*?</svg>\s*(.*?)</span>\s*<span class="figures fw-bold">(\d+)件</span>'
    r'.*?href="([^"]*)"',
    re.DOTALL,
)


@pytest.fixture(autouse=True)
def working_lanes(db: None) -> None:
    for lane in Lane:
        LaneHeartbeat.objects.create(lane=lane, seen_at=timezone.now())


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def figures(page: Page) -> dict[str, tuple[str, str]]:
    """Number and address of each figure, by its result."""
    return {
        name: (number, html.unescape(url)) for name, url, number in _FIGURE.findall(page.content.decode())
    }


def attention(page: Page) -> list[tuple[str, int, str]]:
    """Word, number and address of each thing to look at, from above."""
    found = _ATTENTION.findall(page.content.decode())
    return [(word, int(number), html.unescape(url)) for word, number, url in found]


def todays_midnight() -> datetime:
    now = timezone.now().astimezone(TOKYO)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def test_todays_figures_count_the_stores_day_and_lead_to_their_messages(shops: Shops, client: Client) -> None:
    make_message(
        shops.sakura_staff, state=State.DELIVERED, created_at=todays_midnight() - timedelta(seconds=1)
    )
    make_message(shops.sakura_staff, state=State.DELIVERED, created_at=todays_midnight())
    for state in State:
        make_message(shops.sakura_staff, state=state)
    make_message(shops.midori_staff, state=State.DELIVERED)
    shown = figures(client.get(HOME))
    assert {name: number for name, (number, _) in shown.items()} == {
        "sent": "5",
        "delivered": "2",
        "waiting": "4",
        "not_arrived": "2",
        "unclear": "1",
        "held_back": "1",
    }
    assert {name: str(len(listed(client.get(url)))) for name, (_, url) in shown.items()} == {
        name: number for name, (number, _) in shown.items()
    }


def test_figures_have_their_thousands_apart(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff)
    with store_scope(shops.sakura.pk):
        # The figures of a thousand messages without the rows of a thousand people.
        message = Message.objects.get()
        Message.objects.bulk_create(
            [
                Message(
                    dispatch=message.dispatch,
                    account=message.account,
                    state=State.DELIVERED,
                    lane=message.lane,
                    due_at=message.due_at,
                    created_at=message.created_at,
                )
                for _ in range(1234)
            ]
        )
    assert figures(client.get(HOME))["delivered"][0] == "1,234"


def test_a_quiet_day_says_so_calmly_and_shows_the_next_steps(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff, state=State.DELIVERED)
    answer = client.get(HOME)
    assert attention(answer) == []
    assert "確認が必要なものはありません。" in words(answer)
    assert 'action="/stores/sakura-auto/customers/"' in answer.content.decode()
    assert 'href="/stores/sakura-auto/send/"' in answer.content.decode()


def test_what_needs_attention_is_counted_named_and_leads_to_its_messages(
    shops: Shops, client: Client
) -> None:
    old = timezone.now() - timedelta(days=30)
    yesterday = todays_midnight() - timedelta(hours=1)
    for state in (State.UNKNOWN, State.FAILED, State.UNDELIVERED):
        make_message(shops.sakura_staff, state=state, created_at=old)
    make_message(shops.sakura_staff, reason=Reason.GATEWAY_UNREACHABLE, created_at=old)
    make_message(shops.sakura_staff, state=State.UNKNOWN, created_at=yesterday)
    make_message(shops.sakura_staff, state=State.FAILED, created_at=yesterday)
    make_message(shops.sakura_staff, state=State.UNDELIVERED, created_at=yesterday)
    make_message(shops.sakura_staff, state=State.FAILED)
    make_message(shops.sakura_staff, state=State.UNDELIVERED, reason=Reason.OUT_OF_RANGE)
    make_message(shops.midori_staff, state=State.FAILED)
    shown = attention(client.get(HOME))
    assert [(word, number) for word, number, _ in shown] == [
        ("送信待ち（回線につながりません）", 1),
        ("結果不明：対応を決めてください", 2),
        ("送信失敗（直近7日間）", 2),
        ("本日の不達", 1),
    ]
    assert [len(listed(client.get(url))) for _, _, url in shown] == [1, 2, 2, 1]


def test_a_paused_line_is_shown_with_what_waits_for_it(shops: Shops, client: Client) -> None:
    other = GatewayAccount.objects.create(slug="simulator", name="予備の回線", status="paused")
    with store_scope(shops.sakura.pk):
        GatewayGrant.objects.create(store=shops.sakura, account=other, position=1)
    make_message(shops.sakura_staff, account=other)
    make_message(shops.sakura_staff, account=shops.account)
    make_message(shops.midori_staff, account=other)
    assert [(word, number) for word, number, _ in attention(client.get(HOME))] == [
        ("回線を停止しています（予備の回線）", 1)
    ]


def test_anothers_paused_line_is_not_shown(shops: Shops, client: Client) -> None:
    other = GatewayAccount.objects.create(slug="simulator", name="他店の回線", status="paused")
    with store_scope(shops.midori.pk):
        GatewayGrant.objects.create(store=shops.midori, account=other, position=1)
    assert attention(client.get(HOME)) == []


def test_a_lane_without_a_worker_is_shown_with_what_waits_in_it(shops: Shops, client: Client) -> None:
    LaneHeartbeat.objects.filter(lane=Lane.BULK).update(seen_at=timezone.now() - timedelta(minutes=2))
    make_message(shops.sakura_staff, lane=Lane.BULK)
    make_message(shops.sakura_staff)
    assert [number for _, number, _ in attention(client.get(HOME))] == [1]
    assert "送信処理が止まっています" in words(client.get(HOME))


def test_an_open_page_gets_the_figures_anew_only_when_they_have_changed(shops: Shops, client: Client) -> None:
    page = client.get(HOME).content.decode()
    [look] = re.findall(r'<div id="today" hx-get="([^"]*)" hx-trigger="every 10s"', page)
    answer = client.get(look)
    assert (answer.status_code, answer.content) == (204, b"")
    make_message(shops.sakura_staff, state=State.DELIVERED)
    answer = client.get(look)
    assert answer.status_code == 200
    assert figures(answer)["delivered"][0] == "1"
    assert "<html" not in answer.content.decode()


def test_the_choice_of_a_store_shows_each_with_role_and_state(shops: Shops, sign_in: SignIn) -> None:
    Membership.objects.create(store=shops.midori, user=shops.sakura_staff.user, role=Role.MANAGER)
    shops.midori.status = "suspended"
    shops.midori.save()
    answer = sign_in(shops.sakura_staff).get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert [f'href="/stores/{slug}/"' in page for slug in ("sakura-auto", "midori-estate")] == [True, True]
    assert f"store-hue-{shops.midori.hue}" in page
    assert "さくら自動車 スタッフ 利用中" in words(answer)
    assert "みどり不動産 マネージャー 利用停止" in words(answer)


def test_somebody_without_a_store_is_told_whom_to_ask(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_staff)
    shops.sakura_staff.is_active = False
    shops.sakura_staff.save()
    assert "まだどの店舗にも登録されていません。" in words(client.get("/"))


def test_the_figure_of_what_did_not_arrive_names_its_parts(shops: Shops, client: Client) -> None:
    assert "不達" not in words(client.get(HOME))
    for state in (State.UNDELIVERED, State.UNDELIVERED, State.FAILED):
        make_message(shops.sakura_staff, state=state)
    assert "届かなかった 3 件 不達2件・送信失敗1件" in words(client.get(HOME))


def test_what_is_unclear_says_whether_the_provider_is_being_asked(shops: Shops, client: Client) -> None:
    asked = "1件は送信会社に自動で問い合わせ中です。"
    sent_again = "送信会社が「受け付けていない」と答えたときだけ、自動で送り直します。"
    make_unclear(shops.sakura_staff, ago=timedelta(hours=25))
    shown = words(client.get(HOME))
    assert ("自動では再送しません。" in shown, asked in shown, sent_again in shown) == (True, False, False)
    make_unclear(shops.sakura_staff)
    make_unclear(shops.midori_staff)
    shown = words(client.get(HOME))
    assert ("自動では再送しません。" in shown, asked in shown, sent_again in shown) == (False, True, True)
