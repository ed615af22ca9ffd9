"""The page after sending: who may see it, and what it says while results come in."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.domain.deliver import deliver
from messaging.models import Attempt, Message, State
from tests.conftest import SignIn
from tests.messaging.compose.conftest import (
    QUICK,
    TARO,
    composer_of,
    form,
    in_english,
    page,
    sent_messages,
    words,
)
from tests.messaging.unclear.conftest import make_unclear
from tests.shops import Shops

TEXT = "明日は臨時休業です。"
LIVE = {"HX-Request": "true"}


def sent_to(client: Client, numbers: str) -> str:
    address: str = client.post(QUICK, form("send", TEXT, uuid.uuid4(), numbers=numbers))["Location"]
    return address


def move_all(state: State) -> None:
    with platform_scope("a test plays the worker"):
        Message.objects.update(state=state)


def test_the_page_asks_again_until_everything_is_settled_and_then_is_silent(
    shops: Shops, staff: Client
) -> None:
    done = sent_to(staff, "09012345678")
    first = page(staff.get(done))
    assert f'hx-get="{done}?seen=2%2Cscheduled..1" hx-trigger="every 2s"' in first
    unchanged = staff.get(f"{done}?seen=2%2Cscheduled..1", headers=LIVE)
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    move_all(State.DELIVERED)
    settled = staff.get(f"{done}?seen=2%2Cscheduled..1", headers=LIVE)
    assert settled.status_code == 200
    assert "<html" not in page(settled)
    assert "hx-get" not in page(settled)
    assert "090-1234-5678 Delivered" in words(settled)
    assert "Nothing more will change by itself." in words(settled)


def test_a_line_that_is_down_is_said_and_the_message_waits(
    transactional_db: None, shops: Shops, staff: Client, taro: Customer
) -> None:
    done = staff.post(composer_of(taro), form("send", TEXT))["Location"]
    # Nobody answers at the gateway's port.
    deliver(account_id=shops.account.pk, lane="urgent")
    assert sent_messages() == [(TARO, TEXT, "scheduled", "gateway_unreachable")]
    shown = words(staff.get(done))
    assert "山田 太郎 090-1234-5678 Waiting for the line" in shown
    assert "tried again by itself" in shown
    assert "hx-get" in page(staff.get(done))


def test_of_many_messages_the_page_says_how_many_stand_where(shops: Shops, staff: Client) -> None:
    done = sent_to(staff, "\n".join(f"0901000{number:04}" for number in range(30)))
    with platform_scope("a test plays the worker"):
        some = list(Message.objects.order_by("id").values_list("pk", flat=True)[:12])
        Message.objects.filter(pk__in=some).update(state=State.DELIVERED)
    shown = words(staff.get(done))
    assert (
        "30 messages were accepted for sending. Waiting to be sent 18 messages Delivered 12 messages" in shown
    )
    assert "090-1000-0000" not in shown


def test_of_many_messages_those_who_did_not_get_it_are_named_and_figures_lead_to_the_history(
    shops: Shops, staff: Client
) -> None:
    done = sent_to(staff, "\n".join(f"0901000{number:04} 客{number}" for number in range(30)))
    with platform_scope("a test plays the worker"):
        ids = list(Message.objects.order_by("id").values_list("pk", flat=True))
        Message.objects.update(state=State.DELIVERED)
        Message.objects.filter(pk=ids[7]).update(state=State.UNDELIVERED, reason="out_of_range")
        Message.objects.filter(pk=ids[9]).update(state=State.UNKNOWN, reason="answer_missing")
    shown = staff.get(done)
    rows = re.findall(r'<a href="/stores/sakura-auto/messages/(\d+)/#message">(.*?)</a>', page(shown))
    assert rows == [(str(ids[7]), "客7"), (str(ids[9]), "客9")]
    assert "Who did not get it" in words(shown)
    dispatch = done.rstrip("/").split("/")[-1]
    links = re.findall(r'href="(/stores/sakura-auto/messages/\?dispatch=[^"]*)"', page(shown))
    assert [unescape(link) for link in links] == [
        f"/stores/sakura-auto/messages/?dispatch={dispatch}{state}"
        for state in ("&state=delivered", "&state=undelivered", "&state=unclear", "")
    ]
    found = [page(staff.get(unescape(link))).count("<tr data-message") for link in links]
    assert found == [28, 1, 1, 30]


def test_what_waits_is_cancelled_from_here_and_what_has_left_stays(shops: Shops, staff: Client) -> None:
    done = sent_to(staff, "09010000001\n09010000002\n09010000003")
    with platform_scope("a test plays the worker"):
        first = Message.objects.order_by("id").values_list("pk", flat=True)[0]
        Message.objects.filter(pk=first).update(state=State.SUBMITTING)
    assert "Cancel 2 messages that have not left" in words(staff.get(done))
    after = staff.post(f"{done}cancel/", follow=True)
    assert after.redirect_chain == [(done, 302)]
    assert "2 messages were cancelled before they left." in words(after)
    assert [(state, reason) for _, _, state, reason in sent_messages()] == [
        ("submitting", ""),
        ("cancelled", "by_person"),
        ("cancelled", "by_person"),
    ]
    assert "that have not left" not in words(after)
    again = staff.post(f"{done}cancel/", follow=True)
    assert "Nothing could be cancelled any more" in words(again)
    with platform_scope("a test reads what there is"):
        lines = AuditEntry.objects.filter(action="dispatch.cancelled").values_list("details", flat=True)
        assert list(lines) == [{"messages": 2}]


def test_who_may_not_send_cancels_nothing_here_and_a_stranger_finds_nothing(
    shops: Shops, staff: Client, sign_in: SignIn
) -> None:
    done = sent_to(staff, "09012345678")
    shops.sakura_manager.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_manager.save()
    manager = sign_in(in_english(shops.sakura_manager))
    assert "that has not left" not in words(manager.get(done))
    assert manager.post(f"{done}cancel/").status_code == 403
    assert sign_in(shops.midori_owner).post(f"{done}cancel/").status_code == 404
    assert staff.get(f"{done}cancel/").status_code == 405
    assert sent_messages() == [("+819012345678", TEXT, "scheduled", "")]


def test_the_menu_stands_on_customers_after_a_send_from_a_customers_page(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    def current(address: str) -> list[str]:
        found = re.findall(r'class="side-link" href="([^"]*)" aria-current', page(staff.get(address)))
        return [str(one) for one in found]

    customers, quick = "/stores/sakura-auto/customers/", "/stores/sakura-auto/send/"
    done = staff.post(composer_of(taro), form("send", TEXT))["Location"]
    assert [current(composer_of(taro)), current(done)] == [[customers], [customers]]
    assert [current(QUICK), current(sent_to(staff, "09012345678"))] == [[quick], [quick]]


def test_the_number_of_queries_does_not_grow_with_the_messages(shops: Shops, staff: Client) -> None:
    few, more, many = (
        sent_to(staff, "\n".join(f"0901000{number:04}" for number in range(messages)))
        for messages in (1, 3, 20)
    )
    staff.get(few)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(address).status_code == 200
        return len(captured)

    assert queries(few) == queries(more) == queries(many)


def test_a_colleague_may_look_only_with_the_permission_and_another_store_never(
    shops: Shops, staff: Client, sign_in: SignIn
) -> None:
    done = sent_to(staff, "09012345678")
    manager = sign_in(in_english(shops.sakura_manager))
    assert "090-1234-5678" in words(manager.get(done))
    shops.sakura_manager.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_manager.save()
    assert manager.get(done).status_code == 403
    stranger = sign_in(shops.midori_owner)
    assert stranger.get(done).status_code == 404
    assert stranger.get(done.replace("sakura-auto", "midori-estate")).status_code == 404
    assert staff.get("/stores/sakura-auto/send/done/999999/").status_code == 404


def test_the_sender_sees_the_own_send_without_permission_for_the_history(shops: Shops, staff: Client) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_staff.save()
    response = staff.get(sent_to(staff, "09012345678"))
    assert response.status_code == 200
    assert "/messages/" not in page(response).split("<main")[1]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_done_page_is_only_looked_at(shops: Shops, staff: Client, method: str) -> None:
    done = sent_to(staff, "09012345678")
    assert getattr(staff, method)(done).status_code == 405
    assert sent_messages() == [("+819012345678", TEXT, "scheduled", "")]


def test_only_the_senders_browser_forgets_what_was_typed(
    shops: Shops, staff: Client, taro: Customer, sign_in: SignIn
) -> None:
    done = staff.post(composer_of(taro), form("send", TEXT))["Location"]
    kept_as = f"{shops.sakura_staff.pk}:sakura-auto:{taro.pk}"
    assert f'data-composer-keep="{kept_as}"' in page(staff.get(composer_of(taro)))
    assert f'data-composer-done="{kept_as}"' in page(staff.get(done))
    assert "data-composer-done" not in page(sign_in(shops.sakura_manager).get(done))


def test_what_is_unclear_is_followed_while_the_provider_is_asked_and_leads_to_the_decision(
    shops: Shops, staff: Client
) -> None:
    message = make_unclear(shops.sakura_staff, phone=TARO)
    done = f"/stores/sakura-auto/send/done/{message.dispatch_id}/"
    shown = staff.get(done)
    assert "1 message is unclear. The provider is being asked by itself." in words(shown)
    assert words(shown).count("The provider is being asked by itself; after a while it may be known.") == 1
    assert "Nothing more will change by itself." not in words(shown)
    assert f'hx-get="{done}?seen=' in page(shown)
    decide = f"/stores/sakura-auto/messages/unclear/?dispatch={message.dispatch_id}"
    assert f'id="sent-decide" href="{decide}"' in page(shown)
    assert staff.get(decide).status_code == 200
    seen = unescape(re.findall(r'hx-get="([^"]*)"', page(shown))[0])
    assert staff.get(seen, headers=LIVE).status_code == 204
    with platform_scope("a day goes by"):
        Attempt.objects.update(submitted_at=timezone.now() - timedelta(hours=25))
    over = staff.get(seen, headers=LIVE)
    assert "1 message is unclear, and only you can decide what becomes of it." in words(over)
    assert "hx-get" not in page(over)
    assert "Nothing more will change by itself." not in words(over)


def test_who_may_not_send_is_not_led_to_the_decision(shops: Shops, staff: Client) -> None:
    message = make_unclear(shops.sakura_manager)
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_staff.save()
    shown = page(staff.get(f"/stores/sakura-auto/send/done/{message.dispatch_id}/"))
    assert ("is unclear" in shown, "sent-decide" in shown) == (True, False)


def test_a_send_of_which_nothing_went_is_said_to_be_cancelled(shops: Shops, staff: Client) -> None:
    done = sent_to(staff, "09010000001\n09010000002\n09010000003")
    shown = words(staff.post(f"{done}cancel/", follow=True))
    assert "All 3 messages were cancelled before they left." in shown
    assert "accepted for sending" not in shown
