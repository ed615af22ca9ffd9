"""What is scheduled: the next first, who, when in the store's zone, how many; taken back until it leaves."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.compose import Recipient
from messaging.models import Dispatch, Message, Reason, State
from messaging.queries.scheduled import PAGE_SIZE
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.messaging.factories import make_customer, make_message, move
from tests.messaging.history.reading import neighbours, words
from tests.messaging.stages.wished import A, B, C, chosen, sent, wish
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/scheduled/"
_ROW = re.compile(r'<tr id="scheduled-(\d+)"')


@pytest.fixture
def staff(shops: Shops, sign_in: SignIn) -> Client:
    """Reads English: the texts that stand in the sources."""
    return sign_in(in_english(shops.sakura_staff))


def scheduled(
    author: Membership, at: datetime, *, state: State = State.SCHEDULED, **fields: object
) -> Message:
    message = make_message(author, state=state, **fields)  # type: ignore[arg-type]
    with store_scope(author.store_id):
        Dispatch.objects.filter(pk=message.dispatch_id).update(send_at=at)
        Message.objects.filter(pk=message.pk).update(due_at=at)
    return message


def in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def rows_of(client: Client, path: str = PATH) -> list[int]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [int(found) for found in _ROW.findall(answer.content.decode())]


def row(client: Client, message: Message, path: str = PATH) -> str:
    """The source of one row."""
    source = client.get(path).content.decode()
    found = re.search(rf'<tr id="scheduled-{message.dispatch_id}".*?</tr>', source, re.DOTALL)
    assert found
    return found[0]


def said(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())


def state_of(message: Message) -> tuple[str, str]:
    with store_scope(message.store_id):
        found = Message.objects.get(pk=message.pk)
    return found.state, found.reason


def audited(store_id: int) -> list[tuple[str, str]]:
    with store_scope(store_id):
        return list(AuditEntry.objects.order_by("pk").values_list("action", "object_id"))


def test_a_row_says_when_with_the_zone_to_whom_what_by_whom_and_how_many(shops: Shops, staff: Client) -> None:
    customer = make_customer(shops.sakura, name="髙橋 健一")
    at = datetime(timezone.now().year + 1, 3, 15, 1, 30, tzinfo=UTC)
    message = scheduled(
        shops.sakura_manager, at, customer=customer, subject="車検のご案内", body="さくら自動車です。"
    )
    assert said(row(staff, message)).startswith(
        f"{at.year}-03-15 ({at:%a}) 10:30 JST さくら自動車 manager 髙橋 健一 090-1234-5678 車検のご案内 "
        "さくら自動車です。 Waiting to be sent 1 message"
    )


def test_times_of_a_zone_with_summer_time_carry_their_own_name(shops: Shops, staff: Client) -> None:
    shops.sakura.time_zone = "America/New_York"
    shops.sakura.save()
    year = timezone.now().year + 1
    winter = scheduled(shops.sakura_staff, datetime(year, 1, 20, 15, 0, tzinfo=UTC))
    summer = scheduled(shops.sakura_staff, datetime(year, 7, 20, 14, 0, tzinfo=UTC))
    assert "10:00 EST" in said(row(staff, winter))
    assert "10:00 EDT" in said(row(staff, summer))


def test_the_next_comes_first_and_what_was_due_stands_on_the_other_side(shops: Shops, staff: Client) -> None:
    later, next_one = scheduled(shops.sakura_staff, in_days(3)), scheduled(shops.sakura_staff, in_days(1))
    gone = scheduled(shops.sakura_staff, in_days(-2), state=State.DELIVERED)
    late = scheduled(shops.sakura_staff, in_days(-1), state=State.SCHEDULED)
    at_once = make_message(shops.sakura_staff)
    scheduled(shops.midori_staff, in_days(1))
    assert rows_of(staff) == [next_one.dispatch_id, later.dispatch_id]
    assert rows_of(staff, f"{PATH}?span=past") == [late.dispatch_id, gone.dispatch_id]
    assert at_once.dispatch_id not in rows_of(staff) + rows_of(staff, f"{PATH}?span=past")


def test_pages_follow_the_time_and_not_the_order_in_which_they_were_made(shops: Shops, staff: Client) -> None:
    same = in_days(400 / 365)
    made = [scheduled(shops.sakura_staff, same) for _ in range(3)]
    made += [scheduled(shops.sakura_staff, in_days(100 - number)) for number in range(PAGE_SIZE)]
    in_order = [one.dispatch_id for one in made[:3]] + [one.dispatch_id for one in reversed(made[3:])]
    first = staff.get(PATH)
    assert rows_of(staff) == in_order[:PAGE_SIZE]
    older = neighbours(first)["next"]
    assert rows_of(staff, PATH + older) == in_order[PAGE_SIZE:]
    back = neighbours(staff.get(PATH + older))["prev"]
    assert rows_of(staff, PATH + back) == in_order[:PAGE_SIZE]
    assert rows_of(staff, f"{PATH}?below=999999999") == in_order[:PAGE_SIZE]


def test_one_row_and_three_rows_take_the_same_number_of_queries(shops: Shops, staff: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows_of(staff)
        return len(captured)

    scheduled(shops.sakura_staff, in_days(1), customer=make_customer(shops.sakura))
    rows_of(staff)
    one = queries()
    for days in (2, 3):
        scheduled(shops.sakura_manager, in_days(days), phone=f"+8190111111{days:02d}")
    assert queries() == one


@pytest.mark.parametrize("state", [State.PLANNED, State.SCHEDULED, State.CLAIMED])
def test_what_has_not_left_is_taken_back_and_stays_with_its_time(
    shops: Shops, staff: Client, state: State
) -> None:
    message, other = (
        scheduled(shops.sakura_staff, in_days(1), state=state),
        scheduled(shops.sakura_staff, in_days(2)),
    )
    assert "1 message is taken back and will not be sent." in said(row(staff, message))
    answer = staff.post(f"{PATH}{message.dispatch_id}/cancel/", follow=True)
    assert answer.redirect_chain == [(PATH, 302)]
    assert "1 message was cancelled before it left." in words(answer)
    assert state_of(message) == (State.CANCELLED, Reason.BY_PERSON)
    assert state_of(other) == (State.SCHEDULED, "")
    assert audited(shops.sakura.pk) == [("dispatch.cancelled", str(message.dispatch_id))]
    shown = row(staff, message)
    assert "Cancelled 1 message Cancelled at 20" in said(shown)
    assert "It has been cancelled already." in said(shown)
    assert "<form" not in shown
    assert shown.count(" disabled ") == 1
    assert "Prepare again" in said(shown)


@pytest.mark.parametrize(
    ("state", "words_said"),
    [
        (State.SUBMITTING, "It has left already and cannot be taken back. Something of it has left already."),
        (State.DELIVERED, "It has left already and cannot be taken back. Something of it has left already."),
        (
            State.UNKNOWN,
            "It may have left already, so it cannot be taken back. Something of it has left already.",
        ),
        (State.WITHHELD, "It was not sent, so there is nothing to take back."),
    ],
)
def test_where_nothing_can_be_cancelled_the_button_is_grey_and_says_why(
    shops: Shops, staff: Client, state: State, words_said: str
) -> None:
    message = scheduled(shops.sakura_staff, in_days(1), state=state)
    shown = row(staff, message)
    assert "<form" not in shown
    assert all(sentence in said(shown) for sentence in re.findall(r"[^.]+\.", words_said))
    answer = staff.post(f"{PATH}{message.dispatch_id}/cancel/?span=past", follow=True)
    assert answer.redirect_chain == [(f"{PATH}?span=past", 302)]
    assert "Nothing could be cancelled any more" in words(answer)
    assert (state_of(message)[0], audited(shops.sakura.pk)) == (state, [])


def test_edit_opens_the_composer_and_is_grey_once_it_was_prepared_again(shops: Shops, staff: Client) -> None:
    message = scheduled(shops.sakura_staff, in_days(1))
    assert f'href="/stores/sakura-auto/send/?replace={message.dispatch_id}"' in row(staff, message)
    customer = make_customer(shops.sakura)
    of_page = scheduled(shops.sakura_staff, in_days(5), customer=customer)
    composer = f"/stores/sakura-auto/send/customers/{customer.pk}/?replace={of_page.dispatch_id}"
    assert f'href="{composer}"' in row(staff, of_page)
    newer = scheduled(shops.sakura_staff, in_days(2))
    with store_scope(shops.sakura.pk):
        Dispatch.objects.filter(pk=newer.dispatch_id).update(replaces=message.dispatch_id)
    move(message, State.CANCELLED, reason=Reason.BY_PERSON)
    assert "It was prepared again already." in said(row(staff, message))
    assert "Prepared again: to the new one" in said(row(staff, message))
    assert "In place of an earlier one" in said(row(staff, newer))


def test_the_line_of_what_was_prepared_again_stands_on_each_of_them(shops: Shops, staff: Client) -> None:
    first, second, third = (
        scheduled(shops.sakura_staff, in_days(days), subject=f"第{days}") for days in (1, 2, 3)
    )
    alone = scheduled(shops.sakura_staff, in_days(4))
    with platform_scope("a test plays the composer"):
        Dispatch.objects.filter(pk=second.dispatch_id).update(replaces=first.dispatch_id)
        Dispatch.objects.filter(pk=third.dispatch_id).update(replaces=second.dispatch_id)
    for message in (first, second, third):
        shown = words(staff.get(f"/stores/sakura-auto/messages/{message.pk}/"))
        assert re.search(
            r"Prepared again 第1 for .*cancelled for the next one 第2 for .*for the next one 第3 for ", shown
        )
        done = words(staff.get(f"/stores/sakura-auto/send/done/{message.dispatch_id}/"))
        assert re.search(r"Prepared again 第1 for .* 第2 for .* 第3 for ", done)
    assert "Prepared again" not in words(staff.get(f"/stores/sakura-auto/messages/{alone.pk}/"))


def test_looking_at_the_address_takes_nothing_back(shops: Shops, staff: Client) -> None:
    message = scheduled(shops.sakura_staff, in_days(1))
    assert staff.get(f"{PATH}{message.dispatch_id}/cancel/").status_code == 405
    assert state_of(message) == (State.SCHEDULED, "")


def test_an_empty_list_says_what_to_do_first(shops: Shops, staff: Client) -> None:
    assert "Nothing is scheduled Write a message and choose a day and a time" in words(staff.get(PATH))
    past = words(staff.get(f"{PATH}?span=past"))
    assert "Nothing that was scheduled has come to its time yet" in past


def test_the_page_after_sending_says_when_it_goes_and_follows_slowly_until_then(
    shops: Shops, staff: Client
) -> None:
    message = scheduled(shops.sakura_staff, in_days(1))
    done = staff.get(f"/stores/sakura-auto/send/done/{message.dispatch_id}/")
    assert "1 message is scheduled. 20" in words(done)
    assert 'hx-trigger="every 60s"' in done.content.decode()
    assert f'href="{PATH}"' in done.content.decode()


def test_an_introduction_is_no_further_message(shops: Shops, staff: Client) -> None:
    chosen(shops.sakura, introduction="before", introduction_text="はじめまして。")
    for people in ([Recipient(A)], [Recipient(B), Recipient(C)]):
        sent(shops.sakura_staff, wish(*people, body="本文", send_at=in_days(1)))
    shown = words(staff.get(PATH))
    assert shown.count("more message") == 1
    assert "and 1 more message" in shown
