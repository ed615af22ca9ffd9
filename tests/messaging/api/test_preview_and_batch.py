"""POST messages/preview makes nothing; POST messages/batch takes each message by itself."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Scope
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.suppress_number import suppress_number
from messaging.models import Dispatch, Message
from tests.messaging.api.test_create import BODY, kept, shown, whole
from tests.messaging.factories import make_customer
from tests.programs import MESSAGES, Program, problem, program_of, refusal
from tests.shops import Shops

A = "+819012345678"
BATCH = f"{MESSAGES}/batch"


def test_a_preview_is_the_message_that_would_be_made_and_makes_nothing(shops: Shops, sakura: Program) -> None:
    asked = {"to": "090-1234-5678", "body": f" {BODY} ", "subject": "x", "reference": "r"}
    ahead = sakura.post(f"{MESSAGES}/preview", asked)
    assert (ahead.status_code, kept()) == (200, [])
    made = sakura.post(MESSAGES, asked).json()
    shown_ahead = ahead.json()
    assert [hint["code"] for hint in shown_ahead.pop("hints")] == ["no_contact"]
    assert shown_ahead == made | {"id": None, "created_at": None}


def test_a_preview_says_who_would_be_withheld_and_shows_warnings_without_asking_for_them(
    shops: Shops, sakura: Program
) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=A, reason="at_request")
    ahead = sakura.post(f"{MESSAGES}/preview", {"to": A, "body": "\ue000"}).json()
    assert (ahead["status"], ahead["reason"]) == ("withheld", "suppressed")
    assert [warning["code"] for warning in ahead["warnings"]] == ["risky_character"]


def test_a_preview_refuses_what_sending_would_refuse(sakura: Program) -> None:
    asked = {"to": A, "body": "あ" * 661}
    ahead, sent = sakura.post(f"{MESSAGES}/preview", asked), sakura.post(MESSAGES, asked)
    assert (ahead.status_code, ahead.json()) == (422, sent.json())
    assert sakura.post(f"{MESSAGES}/preview", {"customer": 1, "body": "x"}).status_code == 404


def test_a_thousand_messages_are_taken_or_refused_each_by_itself(shops: Shops, sakura: Program) -> None:
    foreign = make_customer(shops.midori, mobile=A)
    known = make_customer(shops.sakura, mobile="+818012345678")
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone="+819012340002", reason="at_request")
    items: list[Any] = [
        {"to": f"+81901234{number:04}", "body": f"お知らせ {number}"} for number in range(1000)
    ]
    items[1] = {"to": "03-1234-5678", "body": "x"}
    items[3] = {"customer": foreign.pk, "body": "x"}
    items[5] = "not an object"
    items[7] = {"to": A, "body": "あ" * 661, "memo": 1}
    items[8] = {"to": A, "body": "\ue000"}
    items[9] = {"customer": known.pk, "body": "お知らせ 9", "reference": "nine", "purpose": "promotion"}
    answer = sakura.post(BATCH, {"messages": items})
    results = answer.json()["results"]
    refused = {r["index"]: [(e["field"], e["code"]) for e in r["errors"]] for r in results if "errors" in r}
    assert answer.status_code == 202
    assert refused == {
        1: [("to", "not_mobile")],
        3: [("customer", "not_found")],
        5: [("", "invalid")],
        7: [("memo", "invalid")],
        8: [("body", "risky_character")],
    }
    assert [result["index"] for result in results] == list(range(1000))
    assert all(set(result) in ({"index", "id"}, {"index", "errors"}) for result in results)
    expected = [(number, f"お知らせ {number}") for number in range(1000) if number not in refused]
    with platform_scope("a test reads what there is"):
        texts = dict(Message.objects.values_list("pk", "text__body"))
        found = [(r["index"], texts.pop(r["id"])) for r in results if "id" in r]
        withheld = Message.objects.filter(state="withheld").order_by("id")
        assert (found, texts) == (expected, {})
        assert list(withheld.values_list("text__phone", "reason")) == [
            ("+819012340002", "suppressed"),
            ("+818012345678", "no_consent"),
        ]
        assert set(Message.objects.values_list("lane", "dispatch__lane", "store__slug")) == {
            ("bulk", "bulk", "sakura-auto")
        }
        assert Dispatch.objects.count() == 995
        assert AuditEntry.objects.filter(action="dispatch.planned", token=sakura.token).count() == 995
    assert len(sakura.get(MESSAGES, {"reference": "nine"}).json()["results"]) == 1


@pytest.mark.parametrize(("messages", "lane"), [(10, "urgent"), (11, "bulk")])
def test_up_to_ten_are_urgent_and_more_must_not_stand_before_a_notice(
    sakura: Program, messages: int, lane: str
) -> None:
    asked = {"messages": [{"to": A, "body": "同じ"}] * messages}
    answer = sakura.post(BATCH, asked)
    assert len({result["id"] for result in answer.json()["results"]}) == messages
    assert kept() == [("sakura-auto", A, "scheduled", lane)] * messages


def test_a_batch_takes_the_same_number_of_statements_however_many_messages(sakura: Program) -> None:
    counts = []
    for messages in (1, 1, 40):
        asked = {"messages": [{"to": f"+81901234{n:04}", "body": f"{n}"} for n in range(messages)]}
        with CaptureQueriesContext(connection) as queries:
            results = sakura.post(BATCH, asked).json()["results"]
        assert all("id" in result for result in results)
        counts.append(len(queries))
    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"messages": []}, "messages", "empty"),
        ({"messages": [{"to": A, "body": "x"}] * 1001}, "messages", "max_length"),
        ({}, "messages", "required"),
        ({"messages": "x"}, "messages", "not_a_list"),
        ({"messages": [{}], "more": 1}, "more", "unknown_field"),
        ([], "", "invalid"),
    ],
)
def test_what_is_no_batch_is_refused_whole(sakura: Program, asked: Any, field: str, code: str) -> None:
    answer = sakura.post(BATCH, asked)
    [error] = answer.json()["errors"]
    assert (answer.status_code, answer.json()) == (422, refusal((field, code, error["message"])))
    assert kept() == []


def test_a_single_message_of_a_batch_answers_as_sent_alone(sakura: Program) -> None:
    answer = sakura.post(BATCH, {"messages": [{"to": A, "body": BODY, "subject": "x"}]})
    [result] = answer.json()["results"]
    assert shown(sakura.get(f"{MESSAGES}/{result['id']}")) == whole(subject="x")


def test_one_message_that_is_none_keeps_no_other(shops: Shops) -> None:
    customer = make_customer(shops.sakura, mobile=A)
    sender = program_of(shops.sakura, scopes=[Scope.SEND])
    items = [
        '{"to": "09012345678", "body": "x"}',
        "null",
        '{"customer": 1e400, "body": "x"}',
        f'{{"customer": {customer.pk}, "body": "x"}}',
        "1e400",
    ]
    answer = sender.ask("POST", BATCH, f'{{"messages": [{",".join(items)}]}}')
    [made] = messages_made()
    forbidden = "The token's scopes do not allow this: see customers"
    expected = [
        {"index": 0, "id": made},
        {"index": 1, "errors": [error("", "null", "This field may not be null.")]},
        {"index": 2, "errors": [error("customer", "invalid", "A valid integer is required.")]},
        {"index": 3, "errors": [error("customer", "forbidden", forbidden)]},
        {
            "index": 4,
            "errors": [error("", "invalid", "Invalid data. Expected a dictionary, but got float.")],
        },
    ]
    assert (answer.status_code, answer.json()) == (202, {"results": expected})


def error(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


def messages_made() -> list[int]:
    with platform_scope("a test reads what there is"):
        return list(Message.objects.values_list("pk", flat=True))


def test_a_batch_with_half_a_character_in_it_makes_nothing(sakura: Program) -> None:
    good = {"to": A, "body": "good one"}
    answer = sakura.post(BATCH, {"messages": [good, good | {"purpose": "\ud800"}]})
    words = "The body holds half a character (an unpaired surrogate)."
    assert (answer.status_code, answer.json()) == (400, problem(400, "Bad Request", words))
    assert kept() == []
