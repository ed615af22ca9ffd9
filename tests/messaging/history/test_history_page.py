"""The history and one message of it, as its readers see them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.models import Attempt, Message, Reason, Receipt, State
from tests.conftest import SignIn
from tests.messaging.factories import make_attempt, make_customer, make_message, make_receipt
from tests.messaging.history.reading import listed, results_shown, words
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/"
# 11:30:00 in Tokyo.
MOMENT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_row_says_when_to_whom_what_by_whom_and_what_became_of_it(shops: Shops, client: Client) -> None:
    customer = make_customer(shops.sakura, name="髙橋 健一")
    message = make_message(
        shops.sakura_manager,
        state=State.DELIVERED,
        customer=customer,
        subject="車検のご案内",
        body="さくら自動車です。\n\n車検の時期になりました。" + "あ" * 60,
        created_at=MOMENT,
    )
    answer = client.get(PATH)
    assert results_shown(answer) == {message.pk: "送達"}
    assert (
        "2026-11-20 11:30 髙橋 健一 090-1234-5678 車検のご案内 さくら自動車です。 車検の時期になりました。"
        + "あ" * 10
        + "… さくら自動車 manager 送達 到達 11:30:02"
    ) in words(answer)
    assert f'href="/stores/sakura-auto/customers/{customer.pk}/"' in answer.content.decode()


def test_times_are_the_stores_and_their_zone_is_said_once(shops: Shops, client: Client) -> None:
    shops.sakura.time_zone = "America/New_York"
    shops.sakura.save()
    make_message(shops.sakura_staff, created_at=datetime(2026, 11, 20, 2, 30, tzinfo=UTC))
    answer = words(client.get(PATH))
    assert "2026-11-19 21:30" in answer
    assert answer.count("America/New_York (UTC-0") == 1


def test_a_message_shows_its_exact_text_and_all_that_happened(shops: Shops, client: Client) -> None:
    message = make_message(
        shops.sakura_manager,
        state=State.DELIVERED,
        name="山田 太郎",
        body="一行目\n  字下げ <b>",
        memo="店長確認済み",
        created_at=MOMENT,
    )
    refused = make_attempt(message, outcome=Attempt.Outcome.NOT_ACCEPTED, code=Reason.GATEWAY_UNREACHABLE)
    taken = make_attempt(message, number=2, parts=3, carrier="softbank")
    make_receipt(taken, status=Receipt.Status.DELIVERED, at=MOMENT + timedelta(seconds=2))
    answer = client.get(f"{PATH}{message.pk}/")
    assert '<div class="sent-text">一行目\n  字下げ &lt;b&gt;</div>' in answer.content.decode()
    told = words(answer)
    for expected in (
        "山田 太郎 様へのメッセージ",
        "メモ 店長確認済み",
        "13文字",
        "受付日時 2026-11-20 11:30:00 送信日時 2026-11-20 11:30:01 端末への到達日時 2026-11-20 11:30:02",
        "送信前の通数 docomo 1通 au 1通 SoftBank 1通 楽天モバイル 1通",
        "課金された通数 3通 携帯会社 SoftBank",
        "送信の試行 2回",
        f"{refused.number}",
        "受け付けられず",
        "受付済み",
    ):
        assert expected in told


def test_the_chosen_row_is_marked_and_the_filter_is_kept(shops: Shops, client: Client) -> None:
    first = make_message(shops.sakura_staff, state=State.FAILED)
    make_message(shops.sakura_staff, state=State.DELIVERED)
    answer = client.get(f"{PATH}{first.pk}/?state=failed&since=2020-01-01&junk=1")
    page = answer.content.decode()
    assert listed(answer) == [first.pk]
    assert f'<tr data-message="{first.pk}" class="table-active">' in page
    assert f'href="{PATH}{first.pk}/?state=failed&amp;since=2020-01-01#message"' in page


def test_htmx_gets_the_message_alone_but_a_browser_going_back_gets_the_page(
    shops: Shops, client: Client
) -> None:
    message = make_message(shops.sakura_staff)
    asked = {"HX-Request": "true", "HX-Target": "message"}
    part = client.get(f"{PATH}{message.pk}/", headers=asked)
    assert part.content.decode().lstrip().startswith('<section id="message"')
    assert "<html" not in part.content.decode()
    assert {"HX-Request", "HX-Target"} <= set(part.headers["Vary"].split(", "))
    back = client.get(f"{PATH}{message.pk}/", headers=asked | {"HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


@pytest.mark.parametrize(
    ("state", "reason", "offered"),
    [
        (State.UNDELIVERED, Reason.OUT_OF_RANGE, True),
        (State.UNDELIVERED, Reason.UNKNOWN_NUMBER, False),
        (State.UNKNOWN, Reason.ANSWER_MISSING, False),
        (State.DELIVERED, "", False),
    ],
)
def test_sending_again_is_offered_only_where_it_makes_sense(
    shops: Shops, client: Client, state: State, reason: str, offered: bool
) -> None:
    customer = make_customer(shops.sakura)
    message = make_message(shops.sakura_staff, state=state, reason=reason, customer=customer)
    page = client.get(f"{PATH}{message.pk}/").content.decode()
    assert (
        f'id="message-again" href="/stores/sakura-auto/send/customers/{customer.pk}/?again={message.pk}"'
        in page
    ) is offered


def test_a_message_of_another_store_does_not_exist(shops: Shops, client: Client) -> None:
    theirs = make_message(shops.midori_staff)
    own = make_message(shops.sakura_staff)
    with platform_scope("the test compares the rows of both stores"):
        before = list(Message.objects.order_by("pk").values()), AuditEntry.objects.count()
    statuses = [
        client.get(f"{PATH}{theirs.pk}/").status_code,
        client.get(f"{PATH}{theirs.pk}/", headers={"HX-Request": "true", "HX-Target": "message"}).status_code,
        client.post(f"{PATH}{theirs.pk}/cancel/").status_code,
        client.get(f"{PATH}{10**30}/").status_code,
        client.get(f"/stores/midori-estate/messages/{theirs.pk}/").status_code,
    ]
    assert statuses == [404] * 5
    assert listed(client.get(PATH)) == [own.pk]
    with platform_scope("the test compares the rows of both stores"):
        assert (list(Message.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


def test_the_same_number_in_two_stores_shows_each_its_own(shops: Shops, sign_in: SignIn) -> None:
    ours = make_message(shops.sakura_staff, phone="+819012345678")
    theirs = make_message(shops.midori_staff, phone="+819012345678")
    assert listed(sign_in(shops.sakura_staff).get(PATH, {"q": "09012345678"})) == [ours.pk]
    answer = sign_in(shops.midori_staff).get("/stores/midori-estate/messages/", {"q": "09012345678"})
    assert listed(answer) == [theirs.pk]


@pytest.mark.parametrize("role", ["staff", "manager", "owner"])
def test_every_role_reads_the_history(shops: Shops, sign_in: SignIn, role: str) -> None:
    message = make_message(shops.sakura_staff)
    member: Membership = getattr(shops, f"sakura_{role}")
    client = sign_in(member)
    assert listed(client.get(PATH)) == [message.pk]
    assert client.get(f"{PATH}{message.pk}/").status_code == 200
    export = f'action="{PATH}export/"' in client.get(PATH).content.decode()
    assert export is (role != "staff")


def test_without_the_permission_nothing_of_the_history_is_shown(shops: Shops, sign_in: SignIn) -> None:
    message = make_message(shops.sakura_staff)
    shops.sakura_staff.withheld_permissions = ["messages.view"]
    shops.sakura_staff.save()
    client = sign_in(shops.sakura_staff)
    paths = [PATH, f"{PATH}{message.pk}/", f"{PATH}live/?seen={message.pk}.x.", f"{PATH}today/"]
    assert [client.get(path).status_code for path in paths] == [403] * 4


def test_a_list_takes_the_same_queries_for_one_and_three_messages(shops: Shops, client: Client) -> None:
    def sent() -> Message:
        message = make_message(shops.sakura_staff, customer=customer)
        make_receipt(make_attempt(message), status=Receipt.Status.SENT)
        return message

    customer = make_customer(shops.sakura)
    message = sent()
    paths = [
        PATH,
        f"{PATH}?state=waiting&purpose=notice&sender={shops.sakura_staff.pk}&q=山田&customer={customer.pk}"
        "&since=2020-01-01&until=2090-01-01",
        f"{PATH}{message.pk}/",
        f"/stores/sakura-auto/customers/{customer.pk}/",
        "/stores/sakura-auto/",
    ]
    one = [queries_of(client, path) for path in paths]
    sent(), sent()
    assert [queries_of(client, path) for path in paths] == one
    # One of them tells the taps.
    assert max(one[:2]) <= 13


def test_an_empty_history_says_what_to_do_first(client: Client, shops: Shops) -> None:
    answer = client.get(PATH)
    assert "まだ送信していません" in words(answer)
    assert 'href="/stores/sakura-auto/send/"' in answer.content.decode()
    assert "条件に合うメッセージはありません" in words(client.get(PATH, {"state": "failed"}))


def test_a_sender_who_has_left_the_store_is_shown_as_nobody(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_owner)
    with store_scope(shops.sakura.pk):
        shops.sakura_owner.delete()
    assert listed(client.get(PATH)) == [message.pk]
    assert "送信者 – (かんたん送信)" in words(client.get(f"{PATH}{message.pk}/"))


def test_the_pages_are_complete_in_english(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura_staff.user.language = "en"
    shops.sakura_staff.user.save()
    message = make_message(shops.sakura_staff, state=State.UNDELIVERED, reason=Reason.OUT_OF_RANGE)
    answer = words(sign_in(shops.sakura_staff).get(f"{PATH}{message.pk}/"))
    assert "Out of range or switched off The handset could not be reached. Phone before you resend." in answer
