"""What moves is followed without a reload, and only as long as it moves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import Reason, State
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message, move
from tests.messaging.history.reading import Page, results_shown, words
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/"
_FOLLOW = re.compile(r'<div id="live-results" hidden(?: hx-get="([^"]*)" hx-trigger="every (\d+)s")?')


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def next_look(page: Page) -> tuple[str, int] | None:
    """Where and after how many seconds the page asks next; None where it does not."""
    found = _FOLLOW.search(page.content.decode())
    assert found is not None
    return (found[1].replace("&amp;", "&"), int(found[2])) if found[1] else None


def test_a_page_with_something_under_way_asks_every_two_seconds(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff, state=State.DELIVERED)
    waiting = make_message(shops.sakura_staff)
    expected = (f"{PATH}live/?pace=2&seen={waiting.pk}.scheduled.", 2)
    assert next_look(client.get(PATH)) == expected
    assert next_look(client.get(f"{PATH}{waiting.pk}/")) == expected


@pytest.mark.parametrize(
    "state", [State.DELIVERED, State.UNDELIVERED, State.FAILED, State.UNKNOWN, State.WITHHELD]
)
def test_a_page_on_which_nothing_moves_does_not_ask(shops: Shops, client: Client, state: State) -> None:
    make_message(shops.sakura_staff, state=state)
    assert next_look(client.get(PATH)) is None


@pytest.mark.parametrize(("age", "pace"), [(1, 2), (5 * 60, 10), (2 * 3600, 60)])
def test_what_has_been_open_for_long_is_asked_about_less_often(
    shops: Shops, client: Client, age: int, pace: int
) -> None:
    make_message(shops.sakura_staff, created_at=timezone.now() - timedelta(seconds=age))
    look = next_look(client.get(PATH))
    assert look is not None
    assert look[1] == pace


def test_while_nothing_has_moved_the_page_is_left_alone(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff)
    look = next_look(client.get(PATH))
    assert look is not None
    answer = client.get(look[0])
    assert (answer.status_code, answer.content) == (204, b"")


def test_only_the_results_that_changed_are_swapped_until_all_are_settled(
    shops: Shops, client: Client
) -> None:
    first, second = (
        make_message(shops.sakura_staff, name="山田"),
        make_message(shops.sakura_staff, name="鈴木"),
    )
    look = next_look(client.get(PATH))
    assert look is not None

    move(first, State.ACCEPTED)
    answer = client.get(look[0])
    assert results_shown(answer) == {first.pk: "送信済み（到達確認待ち）"}
    assert f'<div id="result-{first.pk}" hx-swap-oob="true">' in answer.content.decode()
    assert "山田: 送信済み（到達確認待ち）." in words(answer)
    look = next_look(answer)
    assert look == (f"{PATH}live/?pace=2&seen={second.pk}.scheduled.,{first.pk}.accepted.", 2)

    move(first, State.DELIVERED)
    move(second, State.UNDELIVERED, reason=Reason.OUT_OF_RANGE)
    answer = client.get(look[0])
    assert results_shown(answer) == {first.pk: "送達", second.pk: "圏外/電源OFF"}
    assert next_look(answer) is None


def test_a_new_reason_is_news_even_in_the_same_state(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff)
    look = next_look(client.get(PATH))
    assert look is not None
    move(message, State.SCHEDULED, reason=Reason.GATEWAY_UNREACHABLE)
    assert results_shown(client.get(look[0])) == {message.pk: "回線の復旧待ち"}


def test_the_opened_message_is_renewed_but_for_its_text(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff, body="この本文は選択されたまま")
    look = next_look(client.get(f"{PATH}{message.pk}/"))
    assert look is not None
    assert client.get(f"{look[0]}&message={message.pk}").status_code == 204
    move(message, State.DELIVERED)
    answer = client.get(f"{look[0]}&message={message.pk}")
    assert '<div id="message-progress" hx-swap-oob="true">' in answer.content.decode()
    assert "お客様の端末に届きました。" in words(answer)
    assert "この本文は選択されたまま" not in words(answer)


def test_a_message_opened_outside_the_list_is_followed_too(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff)
    look = next_look(client.get(f"{PATH}{message.pk}/?state=failed"))
    assert look == (f"{PATH}live/?pace=2&seen={message.pk}.scheduled.", 2)


def test_messages_of_another_store_and_nonsense_are_not_answered(shops: Shops, client: Client) -> None:
    theirs = make_message(shops.midori_staff, name="他店の客")
    seen = f"{theirs.pk}.planned.,x,1;2,{'9' * 30}.a.,..,٣.planned."
    answer = client.get(f"{PATH}live/", {"seen": seen, "pace": "2", "message": str(theirs.pk)})
    assert answer.status_code == 200
    assert (results_shown(answer), next_look(answer)) == ({}, None)
    assert "他店の客" not in words(answer)


def test_the_lists_on_other_pages_follow_their_messages_too(shops: Shops, client: Client) -> None:
    customer = make_customer(shops.sakura)
    message = make_message(shops.sakura_staff, customer=customer)
    look = next_look(client.get(f"/stores/sakura-auto/customers/{customer.pk}/"))
    assert look == (f"{PATH}live/?pace=2&seen={message.pk}.scheduled.", 2)
