"""What the history finds for what is asked."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from messaging.models import Purpose, Reason, State
from messaging.queries.history import PAGE_SIZE
from messaging.queries.people import MOST_PEOPLE
from messaging.queries.state_groups import StateGroup
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message
from tests.messaging.history.reading import listed, neighbours, words
from tests.shops import Shops

TOKYO = ZoneInfo("Asia/Tokyo")
PATH = "/stores/sakura-auto/messages/"


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


@pytest.fixture
def found(client: Client) -> Callable[..., list[int]]:
    def ids(**asked: str | int) -> list[int]:
        answer = client.get(PATH, asked)
        assert answer.status_code == 200
        return listed(answer)

    return ids


Found = Callable[..., list[int]]


@pytest.mark.parametrize(
    ("group", "states"),
    [
        (StateGroup.WAITING, [State.PLANNED, State.SCHEDULED, State.CLAIMED, State.SUBMITTING]),
        (StateGroup.SENT, [State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.EXPIRED]),
        (StateGroup.UNCONFIRMED, [State.ACCEPTED, State.EXPIRED]),
        (StateGroup.DELIVERED, [State.DELIVERED]),
        (StateGroup.NOT_ARRIVED, [State.UNDELIVERED, State.FAILED]),
        (StateGroup.UNDELIVERED, [State.UNDELIVERED]),
        (StateGroup.FAILED, [State.FAILED]),
        (StateGroup.UNCLEAR, [State.UNKNOWN]),
        (StateGroup.HELD_BACK, [State.WITHHELD]),
        (StateGroup.CANCELLED, [State.CANCELLED]),
    ],
)
def test_a_result_finds_the_messages_of_its_states(
    shops: Shops, found: Found, group: StateGroup, states: list[State]
) -> None:
    made = {state: make_message(shops.sakura_staff, state=state).pk for state in State}
    assert found(state=group.value) == sorted((made[state] for state in states), reverse=True)


def test_every_state_is_found_by_some_result(shops: Shops, found: Found) -> None:
    made = {make_message(shops.sakura_staff, state=state).pk for state in State}
    assert {pk for group in StateGroup for pk in found(state=group.value)} == made


def test_waiting_for_the_line_is_only_what_the_line_keeps_waiting(shops: Shops, found: Found) -> None:
    make_message(shops.sakura_staff)
    kept = make_message(shops.sakura_staff, reason=Reason.GATEWAY_UNREACHABLE)
    make_message(shops.sakura_staff, state=State.FAILED, reason=Reason.GATEWAY_UNREACHABLE)
    assert found(state="line_down") == [kept.pk]


def test_a_purpose_and_a_sender_find_their_messages(shops: Shops, found: Found) -> None:
    notice = make_message(shops.sakura_staff)
    promotion = make_message(shops.sakura_manager, purpose=Purpose.PROMOTION, state=State.WITHHELD)
    assert found(purpose="promotion") == [promotion.pk]
    assert found(purpose="notice") == [notice.pk]
    assert found(sender=shops.sakura_manager.pk) == [promotion.pk]
    assert found(sender=shops.sakura_staff.pk, purpose="promotion") == []


@pytest.mark.parametrize(
    "typed",
    ["090-1234-5678", "０９０　１２３４　５６７８", "+81 90 1234 5678", "9012345678", "(090)12345678"],
)
def test_a_number_in_any_dress_finds_what_was_sent_to_it(shops: Shops, found: Found, typed: str) -> None:
    known = make_customer(shops.sakura, mobile="+819012345678")
    first = make_message(shops.sakura_staff, customer=known)
    stranger = make_message(shops.sakura_staff, phone="+819012345678", name="知らない人")
    make_message(shops.sakura_staff, phone="+819012345679")
    assert found(q=typed) == [stranger.pk, first.pk]


@pytest.mark.parametrize("typed", ["山田", "やまだ", "ﾔﾏﾀﾞ", "太郎", "5678", "K-100"])
def test_a_customer_is_found_by_name_kana_last_digits_or_customer_number(
    shops: Shops, found: Found, typed: str
) -> None:
    yamada = make_customer(shops.sakura, name="山田 太郎", kana="ヤマダ タロウ", number="K-100")
    other = make_customer(shops.sakura, name="鈴木 花子", kana="スズキ ハナコ", mobile="+818011112222")
    message = make_message(shops.sakura_staff, customer=yamada)
    make_message(shops.sakura_staff, customer=other, phone="+818011112222")
    assert found(q=typed) == [message.pk]


def test_a_customers_own_history_holds_all_numbers_they_had(shops: Shops, found: Found) -> None:
    yamada, other = make_customer(shops.sakura), make_customer(shops.sakura, name="山田 花子")
    old = make_message(shops.sakura_staff, customer=yamada, phone="+817000000001")
    new = make_message(shops.sakura_staff, customer=yamada)
    make_message(shops.sakura_staff, customer=other)
    assert found(customer=yamada.pk) == [new.pk, old.pk]
    assert found(customer=yamada.pk, q="花子") == []


def test_a_day_begins_and_ends_at_midnight_of_the_store(shops: Shops, found: Found) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=TOKYO)
    moments = [
        midnight - timedelta(microseconds=1),
        midnight,
        midnight + timedelta(days=1) - timedelta(microseconds=1),
        midnight + timedelta(days=1),
    ]
    before, first, last, after = [
        make_message(shops.sakura_staff, created_at=moment).pk for moment in moments
    ]
    assert found(since="2026-11-20", until="2026-11-20") == [last, first]
    assert found(since="2026-11-20") == [after, last, first]
    assert found(until="2026-11-20") == [last, first, before]
    assert found(since="2026-11-22") == []


def test_a_store_elsewhere_has_its_own_midnight(shops: Shops, found: Found) -> None:
    shops.sakura.time_zone = "America/New_York"
    shops.sakura.save()
    # The day on which the clocks go back has 25 hours.
    begin = datetime(2026, 11, 1, tzinfo=ZoneInfo("America/New_York"))
    end = datetime(2026, 11, 2, tzinfo=ZoneInfo("America/New_York"))
    moments = [begin - timedelta(seconds=1), begin, end - timedelta(seconds=1), end]
    _, first, last, _ = [make_message(shops.sakura_staff, created_at=moment).pk for moment in moments]
    assert found(since="2026-11-01", until="2026-11-01") == [last, first]


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"since": "20 Nov"}, "日付は「2026-11-23」の形で入力してください。"),
        ({"since": "2026-11-21", "until": "2026-11-20"}, "終了日が開始日より前になっています。"),
        ({"since": "0001-01-01"}, "2000"),
        ({"until": "9999-12-31"}, "2099"),
        ({"state": "asleep"}, "asleep"),
        ({"q": "あ" * 101}, "100"),
    ],
)
def test_a_condition_that_cannot_be_read_shows_nothing_and_says_why(
    shops: Shops, client: Client, asked: dict[str, str], complaint: str
) -> None:
    make_message(shops.sakura_staff)
    answer = client.get(PATH, asked)
    assert (answer.status_code, listed(answer)) == (200, [])
    assert complaint in words(answer)
    assert "先に、上の条件を直してください。" in words(answer)


def test_a_sender_of_another_store_is_no_choice(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff)
    answer = client.get(PATH, {"sender": shops.midori_staff.pk})
    assert (answer.status_code, listed(answer)) == (200, [])


def test_a_customer_of_another_store_does_not_exist(shops: Shops, client: Client) -> None:
    theirs = make_customer(shops.midori)
    assert client.get(PATH, {"customer": theirs.pk}).status_code == 404
    assert client.get(PATH, {"customer": "none"}).status_code == 404


def test_a_name_that_fits_too_many_asks_for_more_of_it(shops: Shops, client: Client) -> None:
    for place in range(MOST_PEOPLE + 1):
        make_customer(shops.sakura, name=f"佐藤 {place}")
    answer = client.get(PATH, {"q": "佐藤"})
    assert listed(answer) == []
    assert "300人を超える顧客が当てはまります。" in words(answer)


def test_who_may_not_see_customers_finds_by_whole_numbers_only(shops: Shops, sign_in: SignIn) -> None:
    message = make_message(shops.sakura_staff, customer=make_customer(shops.sakura))
    shops.sakura_staff.withheld_permissions = ["customers.view"]
    shops.sakura_staff.save()
    client = sign_in(shops.sakura_staff)
    assert listed(client.get(PATH, {"q": "山田"})) == []
    assert listed(client.get(PATH, {"q": "090-1234-5678"})) == [message.pk]


def test_the_pages_hold_every_message_once_forwards_and_backwards(shops: Shops, client: Client) -> None:
    made = [
        make_message(shops.sakura_staff, state=State.UNDELIVERED if place % 3 else State.FAILED).pk
        for place in range(120)
    ]
    make_message(shops.midori_staff, state=State.FAILED)
    make_message(shops.sakura_staff, state=State.DELIVERED)
    pages = [client.get(PATH, {"state": "not_arrived"})]
    while older := neighbours(pages[-1]).get("next"):
        pages.append(client.get(older))
    forwards = [listed(page) for page in pages]
    assert [len(ids) for ids in forwards] == [50, 50, 20]
    assert [pk for ids in forwards for pk in ids] == made[::-1]
    backwards, page = [forwards[-1]], pages[-1]
    while newer := neighbours(page).get("prev"):
        page = client.get(newer)
        backwards.append(listed(page))
    assert backwards == forwards[::-1]


def test_a_made_up_place_in_the_list_shows_the_newest_page(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff)
    for asked in ({"below": "x"}, {"above": "-1"}, {"below": "9" * 40}, {"below": "٣"}):
        assert listed(client.get(f"{PATH}?{urlencode(asked)}")) == [message.pk]


def test_one_send_alone_with_its_number_of_messages(shops: Shops, client: Client, found: Found) -> None:
    one, _other = make_message(shops.sakura_staff), make_message(shops.sakura_staff)
    assert found(dispatch=one.dispatch_id) == [one.pk]
    answer = client.get(PATH, {"dispatch": one.dispatch_id})
    assert "送信「入荷のお知らせ」の分のみ" in words(answer)
    assert 'id="history-count">1件</span>' in answer.content.decode()
    theirs = make_message(shops.midori_staff)
    assert client.get(PATH, {"dispatch": theirs.dispatch_id}).status_code == 404
    assert client.get(PATH, {"dispatch": "x"}).status_code == 404


def test_a_typed_name_of_nobody_on_record_finds_its_messages_beside_the_customers(
    shops: Shops, found: Found
) -> None:
    customer = make_customer(shops.sakura, name="鈴木 一郎", mobile="+819011112222")
    known = make_message(shops.sakura_staff, customer=customer, phone="+819011112222")
    typed = make_message(shops.sakura_staff, name="スズキ 次郎", phone="+819033334444")
    kanji = make_message(shops.sakura_staff, name="鈴木 三郎", phone="+819055556666")
    make_message(shops.midori_staff, name="鈴木 四郎")
    assert found(q="鈴木") == [kanji.pk, known.pk]
    assert found(q="すずき") == [typed.pk]
    assert found(q="鈴木 三") == [kanji.pk]
    assert found(q="鈴木", customer=customer.pk) == [known.pk]
    assert found(q="鈴木", state=StateGroup.DELIVERED.value) == []


def test_only_the_newest_typed_names_are_looked_through(
    shops: Shops, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.queries.people.MOST_NAMES", 2)
    messages = [make_message(shops.sakura_staff, name="鈴木", phone=f"+81901111000{n}").pk for n in range(3)]
    assert found(q="鈴木") == messages[:0:-1]


def test_names_are_not_found_by_who_may_not_see_customers(shops: Shops, found: Found) -> None:
    make_message(shops.sakura_staff, name="鈴木 三郎")
    shops.sakura_staff.withheld_permissions = ["customers.view"]
    shops.sakura_staff.save()
    assert found(q="鈴木") == []


def test_the_number_of_finds_is_said_where_it_is_cheap_and_more_than_a_page_is_counted(
    shops: Shops, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(PAGE_SIZE + 2):
        make_message(shops.sakura_staff)
    monkeypatch.setattr("messaging.queries.history.MOST_COUNTED", PAGE_SIZE + 1)

    def count(**asked: str) -> list[str]:
        return re.findall(r'id="history-count">(.*?)</span>', client.get(PATH, asked).content.decode())

    assert count() == []
    assert count(state="waiting") == []
    assert count(q="090-1234-5678") == [f"{PAGE_SIZE + 1}件超"]
    assert count(state="delivered") == ["0件"]


def test_what_staff_closed_is_not_among_the_failed(shops: Shops, found: Found) -> None:
    failed = make_message(shops.sakura_staff, state=State.FAILED)
    closed = make_message(shops.sakura_staff, state=State.FAILED, reason=Reason.BY_PERSON)
    assert found(state="failed") == [failed.pk]
    assert found(state="closed") == [closed.pk]
    assert found(state="not_arrived") == [closed.pk, failed.pk]
