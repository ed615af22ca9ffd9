"""How a store introduces itself to a number that it has never written to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Store
from messaging.domain.compose import Recipient
from messaging.models import Dispatch, State
from tests.messaging.factories import make_message
from tests.messaging.stages.wished import A, B, ahead, chosen, due_times, errors, rows, sent, wish
from tests.shops import Shops

pytestmark = pytest.mark.django_db

WORDS = "はじめまして、[[店舗名]]です。"
SAID = "はじめまして、さくら自動車です。"


def introduces(store: Store, how: str, words: str = WORDS) -> None:
    chosen(store, introduction=how, introduction_text=words)


def test_in_front_of_the_first_text_only_and_of_numbers_never_written_to(shops: Shops) -> None:
    introduces(shops.sakura, "in_front")
    make_message(shops.sakura_staff, phone=B, state=State.DELIVERED)
    make_message(shops.midori_staff, phone=A, state=State.DELIVERED)
    planned = sent(shops.sakura_staff, wish(Recipient(A), Recipient(B), body="整備が終わりました。"))
    again = sent(shops.sakura_staff, wish(body="お待ちしています。"))
    texts = {row[2] for row in rows()}
    assert f"{SAID}\n整備が終わりました。" in texts
    assert "お待ちしています。" in texts
    assert (len(planned.message_ids), len(again.message_ids)) == (2, 1)


def test_as_a_message_of_its_own_it_goes_a_minute_earlier_in_the_same_dispatch(shops: Shops) -> None:
    introduces(shops.sakura, "before")
    planned = sent(shops.sakura_staff, wish(body="整備が終わりました。"))
    assert rows() == [
        (A, "introduction", SAID, "scheduled"),
        (A, "", "整備が終わりました。", "scheduled"),
    ]
    first, second = due_times()
    assert second - first == timedelta(minutes=1)
    assert len(planned.message_ids) == 1


def test_where_the_text_may_not_go_nobody_is_introduced(shops: Shops) -> None:
    introduces(shops.sakura, "before")
    sent(shops.sakura_staff, wish(Recipient(A, name="佐藤"), Recipient(B), body="[[氏名]]様"))
    assert [(phone, topic, state) for phone, topic, _, state in rows()] == [
        (A, "introduction", "scheduled"),
        (A, "", "scheduled"),
        (B, "", "withheld"),
    ]


@pytest.mark.parametrize("state", [State.WITHHELD, State.CANCELLED, State.FAILED])
def test_what_never_reached_anybody_was_no_contact(shops: Shops, state: State) -> None:
    introduces(shops.sakura, "in_front")
    make_message(shops.sakura_staff, phone=A, state=state)
    [rendering] = ahead(shops.sakura_staff, wish(body="本文")).renderings
    assert rendering.text == f"{SAID}\n本文"


def test_a_text_that_comes_out_empty_is_not_saved_by_the_introduction(shops: Shops) -> None:
    introduces(shops.sakura, "in_front")
    assert errors(ahead(shops.sakura_staff, wish(body="[[氏名|]]"))) == [("body", "empty_text")]


def test_an_introduction_whose_field_has_gone_is_said(shops: Shops) -> None:
    introduces(shops.sakura, "in_front", "[[なくなった]]です。")
    assert errors(ahead(shops.sakura_staff, wish(body="本文"))) == [("__all__", "broken_introduction")]


def test_a_test_send_introduces_nobody(shops: Shops) -> None:
    introduces(shops.sakura, "in_front")
    [rendering] = ahead(shops.sakura_staff, wish(body="本文", source=Dispatch.Source.TEST)).renderings
    assert rendering.text == "本文"


@pytest.mark.parametrize("how", ["in_front", "before"])
def test_a_first_text_that_is_prepared_again_still_introduces(shops: Shops, how: str) -> None:
    introduces(shops.sakura, how)
    at = timezone.now() + timedelta(days=1)
    old = sent(shops.sakura_staff, wish(body="古い", send_at=at))
    sent(shops.sakura_staff, wish(body="新しい", send_at=at, replaces=old.dispatch.pk))
    waiting = [text for _, _, text, state in rows() if state == "scheduled"]
    assert waiting == ([f"{SAID}\n新しい"] if how == "in_front" else [SAID, "新しい"])


def test_a_form_that_was_sent_shows_the_same_introduction_again(shops: Shops) -> None:
    introduces(shops.sakura, "in_front")
    asked = wish(body="本文")
    sent(shops.sakura_staff, asked)
    assert ahead(shops.sakura_staff, asked).renderings[0].text == f"{SAID}\n本文"
    assert ahead(shops.sakura_staff, wish(body="本文")).renderings[0].text == "本文"


def test_where_a_minute_later_would_be_too_late_it_stands_in_front(shops: Shops) -> None:
    introduces(shops.sakura, "before")
    soon, later = (timezone.now() + timedelta(minutes=minutes) for minutes in (1, 10))
    for phone, expires_at in ((A, soon), (B, later)):
        sent(shops.sakura_staff, wish(Recipient(phone), body="本文", expires_at=expires_at))
    assert [(phone, text) for phone, _, text, _ in rows()] == [(A, f"{SAID}\n本文"), (B, SAID), (B, "本文")]
