"""The page of unclear messages: who, what, when, why, and whether the provider is still asked."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.scope import platform_scope
from messaging.models import Attempt, GatewayAccount, Message, State
from messaging.queries.unclear import PAGE_SIZE
from tests.messaging.factories import make_customer, make_message
from tests.messaging.history.reading import listed, neighbours
from tests.messaging.unclear.conftest import DECIDE, PATH, decided, make_unclear, mark, standing
from tests.shops import Shops

PHONE = "+819012345678"


def cells(answer: Any) -> list[list[str]]:
    """Of each row: recipient, subject and text, handed over and line, why; without the times."""
    rows = re.findall(r'<tr data-message="\d+"[^>]*>(.*?)</tr>', answer.content.decode(), re.DOTALL)
    found = []
    for row in rows:
        parts = re.split(r"<td[^>]*>", re.sub(r"<time.*?</time>", "", row, flags=re.DOTALL))[2:]
        found.append([" ".join(unescape(re.sub(r"<[^>]*>", " ", part)).split()) for part in parts])
    return found


def test_each_row_says_who_what_which_line_why_and_who_can_tell(shops: Shops, client: Client) -> None:
    customer = make_customer(shops.sakura, name="山田 太郎", mobile=PHONE)
    make_unclear(shops.sakura_staff, customer=customer, phone=PHONE, body="お車の点検が終わりました。")
    stopped = make_unclear(shops.sakura_manager, phone="+819011112222", ago=timedelta(hours=25))
    with platform_scope("a worker that died"):
        Attempt.objects.filter(message=stopped).update(outcome=Attempt.Outcome.OPEN)
    make_message(shops.sakura_staff, state=State.ACCEPTED)
    make_unclear(shops.midori_staff)
    assert cells(client.get(PATH)) == [
        [
            "090-1111-2222",
            "入荷のお知らせ ご注文の品が届きました。 Only this send",
            "Line: Simulator",
            "Our program stopped while it handed the message over. It may have left before. "
            "The provider was asked for 24 hours and could not say: only you can decide.",
        ],
        [
            "山田 太郎 090-1234-5678",
            "入荷のお知らせ お車の点検が終わりました。 Only this send",
            "Line: Simulator",
            "The provider did not answer, or not in full. It may have taken the message. "
            "The provider is still being asked by itself, until",
        ],
    ]


def test_the_empty_page_says_that_nothing_is_unclear(shops: Shops, client: Client) -> None:
    make_message(shops.sakura_staff, state=State.DELIVERED)
    make_unclear(shops.midori_staff)
    page = client.get(PATH).content.decode()
    assert "Nothing is unclear" in page
    assert 'name="decision"' not in page


def test_one_send_alone(shops: Shops, client: Client) -> None:
    one, other = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, phone="+819011112222")
    assert listed(client.get(f"{PATH}?dispatch={one.dispatch_id}")) == [one.pk]
    assert listed(client.get(PATH)) == [other.pk, one.pk]
    theirs = make_unclear(shops.midori_staff)
    assert client.get(f"{PATH}?dispatch={theirs.dispatch_id}").status_code == 404
    assert client.get(f"{PATH}?dispatch=999999").status_code == 404


def test_pages_of_fifty_go_by_key_and_a_link_from_the_history_begins_with_its_message(
    shops: Shops, client: Client
) -> None:
    ids = [make_unclear(shops.sakura_staff, phone=f"+81901111{n:04}").pk for n in range(PAGE_SIZE + 3)]
    newest = client.get(PATH)
    assert listed(newest) == ids[:2:-1]
    older = client.get(neighbours(newest)["next"])
    assert (listed(older), set(neighbours(older))) == (ids[2::-1], {"prev"})
    assert listed(client.get(neighbours(older)["prev"])) == ids[:2:-1]
    assert listed(client.get(f"{PATH}?at={ids[1]}")) == [ids[1], ids[0]]
    assert set(neighbours(client.get(f"{PATH}?at={ids[-1]}"))) == {"next"}


def test_the_number_of_queries_does_not_grow(shops: Shops, client: Client) -> None:
    make_unclear(shops.sakura_staff)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(PATH)
    for n in range(2):
        make_unclear(shops.sakura_staff, phone=f"+81901111222{n}")
    with CaptureQueriesContext(connection) as three:
        client.get(PATH)
    assert len(three) == len(one)


def test_who_may_not_see_messages_sees_none_and_who_may_not_send_sees_no_buttons(
    shops: Shops, client: Client
) -> None:
    make_unclear(shops.sakura_staff)
    shops.sakura_staff.withheld_permissions = ["messages.send"]
    shops.sakura_staff.save()
    page = client.get(PATH).content.decode()
    assert ('name="decision"' in page, 'name="mark"' in page) == (False, False)
    shops.sakura_staff.withheld_permissions = ["messages.view"]
    shops.sakura_staff.save()
    assert client.get(PATH).status_code == 403


@pytest.mark.parametrize("decision", ["arrived", "again", "close"])
def test_nothing_happens_before_the_question_is_answered(shops: Shops, client: Client, decision: str) -> None:
    one, other = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, phone="+819011112222")
    before = standing(one), standing(other)
    asked = client.post(DECIDE, {"decision": decision, "mark": [mark(one), mark(other)]})
    page = asked.content.decode()
    assert f'name="mark" value="{mark(other)},{mark(one)}"' in page
    assert ("Up to 2 people may get this message twice." in page) == (decision == "again")
    assert (standing(one), standing(other)) == before
    client.post(DECIDE, {"decision": decision, "mark": f"{mark(other)},{mark(one)}", "certain": "yes"})
    assert {standing(one)["state"], standing(other)["state"]} <= {"accepted", "scheduled", "failed"}


def test_all_of_one_send_is_what_the_question_names(shops: Shops, client: Client) -> None:
    one = make_unclear(shops.sakura_staff)
    make_unclear(shops.sakura_staff, phone="+819011112222")
    form = {"decision": "close", "all_of": "1", "dispatch": str(one.dispatch_id)}
    assert f'name="mark" value="{mark(one)}"' in client.post(DECIDE, form).content.decode()


def test_the_page_of_one_send_says_how_many_all_of_them_are(shops: Shops, client: Client) -> None:
    one = make_unclear(shops.sakura_staff)
    make_unclear(shops.sakura_staff, phone="+819011112222")
    page = client.get(f"{PATH}?dispatch={one.dispatch_id}").content.decode()
    assert "<span data-marked-send hidden>All of this send marked (1 message)</span>" in page
    assert "data-marked-send" not in client.get(PATH).content.decode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"decision": "close"}, "Mark at least one message first."),
        ({"decision": "close", "mark": "x"}, "Mark at least one message first."),
        (
            {"decision": "close", "mark": ",".join(f"{n}.1" for n in range(1001))},
            "Up to 1,000 messages at once.",
        ),
        ({"mark": "1.1"}, "Choose what becomes of them."),
        ({"decision": "delete", "mark": "1.1"}, "Choose what becomes of them."),
    ],
)
def test_a_form_without_marks_or_a_decision_is_refused_and_nothing_changes(
    shops: Shops, client: Client, form: dict[str, str], words: str
) -> None:
    message = make_unclear(shops.sakura_staff)
    before = standing(message)
    answer = client.post(DECIDE, form)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert standing(message) == before


def test_the_first_page_counts_them_however_old_and_the_history_leads_to_them(
    shops: Shops, client: Client
) -> None:
    message = make_unclear(shops.sakura_staff)
    with platform_scope("long ago"):
        Message.objects.filter(pk=message.pk).update(created_at=message.created_at - timedelta(days=30))
    first = client.get("/stores/sakura-auto/").content.decode()
    assert f'id="attention-unclear" href="{PATH}"' in first
    for address in ("messages/", f"messages/{message.pk}/"):
        assert (
            f'href="{PATH}?at={message.pk}"' in client.get(f"/stores/sakura-auto/{address}").content.decode()
        )
    decided(client, "close", message)
    assert "attention-unclear" not in client.get("/stores/sakura-auto/").content.decode()


def test_without_a_gateway_that_can_be_asked_only_a_person_decides(shops: Shops, client: Client) -> None:
    with platform_scope("an unusable line"):
        GatewayAccount.objects.filter(pk=shops.account.pk).update(slug="gone")
    make_unclear(shops.sakura_staff)
    [[*_, why]] = cells(client.get(PATH))
    assert why.endswith("This provider cannot be asked: only you can decide.")


def test_the_message_itself_says_that_the_provider_is_being_asked(shops: Shops, client: Client) -> None:
    asked = "The provider is being asked by itself; after a while it may be known."
    young, old = make_unclear(shops.sakura_staff), make_unclear(shops.sakura_staff, ago=timedelta(hours=25))
    sent = make_message(shops.sakura_staff, state=State.ACCEPTED)
    pages = [
        client.get(f"/stores/sakura-auto/messages/{message.pk}/").content.decode()
        for message in (young, old, sent)
    ]
    assert [asked in page for page in pages] == [True, False, False]
