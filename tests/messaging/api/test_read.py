"""GET messages and GET messages/{id}: where they stand, found by what a program knows of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from messaging.models import Attempt, Dispatch, Purpose, State
from tests.messaging.factories import make_attempt, make_customer, make_message
from tests.programs import MESSAGES, Program, problem, program_of, refusal
from tests.shops import Shops

A, B = "+819012345678", "+818012345678"
AT = datetime(2026, 11, 20, 3, 4, 5, 678000, tzinfo=UTC)


def ids(answer: Any) -> list[int]:
    return [message["id"] for message in answer.json()["results"]]


def test_a_message_is_shown_with_all_that_has_become_of_it(shops: Shops, sakura: Program) -> None:
    customer = make_customer(shops.sakura, mobile=A)
    risky = {"code": "risky_character", "message": "Some handsets show these characters wrongly: U+E000"}
    message = make_message(
        shops.sakura_staff,
        state=State.DELIVERED,
        body="あ" * 71 + "\ue000",
        phone=A,
        customer=customer,
        purpose=Purpose.REMINDER,
        subject="車検",
        memo="内密",
        created_at=AT,
    )
    with store_scope(shops.sakura.pk):
        Dispatch.objects.update(acknowledged=[risky])
    make_attempt(message, number=1, outcome=Attempt.Outcome.THROTTLED)
    make_attempt(message, number=2, provider_id="p-2", carrier="softbank")
    expected = {
        "id": message.pk,
        "status": "delivered",
        "reason": None,
        "to": A,
        "customer": customer.pk,
        "body": "あ" * 71 + "\ue000",
        "subject": "車検",
        "memo": "内密",
        "purpose": "reminder",
        "send_at": None,
        "expires_at": None,
        "parts": {"docomo": 2, "au": 2, "softbank": 1, "rakuten": 2},
        "price": None,
        "warnings": [risky],
        "created_at": "2026-11-20T12:04:05.678+09:00",
        "accepted_at": "2026-11-20T12:04:06.678+09:00",
        "delivered_at": "2026-11-20T12:04:07.678+09:00",
        "carrier": "softbank",
        "provider_id": "p-2",
        "reference": "",
        "links": [],
    }
    answer = sakura.get(f"{MESSAGES}/{message.pk}")
    assert (answer.status_code, answer.json()) == (200, expected)
    assert sakura.get(MESSAGES).json() == {"results": [expected], "next": None, "previous": None}


@pytest.mark.parametrize("which", ["missing", "foreign", "enormous"])
def test_a_message_of_another_store_is_as_little_there_as_none(
    shops: Shops, sakura: Program, which: str
) -> None:
    foreign = make_message(shops.midori_staff).pk
    message_id = {"missing": foreign + 1000, "foreign": foreign, "enormous": 10**30}[which]
    for answer in (
        sakura.get(f"{MESSAGES}/{message_id}"),
        sakura.post(f"{MESSAGES}/{message_id}/cancel"),
    ):
        assert (answer.status_code, answer.json()) == (404, problem(404, "Not Found", "Not found."))


def test_the_list_is_the_stores_own_the_newest_first(shops: Shops, sakura: Program) -> None:
    own = [make_message(shops.sakura_staff).pk for _ in range(3)]
    make_message(shops.midori_staff)
    assert ids(sakura.get(MESSAGES)) == own[::-1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_number_of_queries_however_many_rows(
    shops: Shops, sakura: Program, rows: int
) -> None:
    for number in range(rows):
        message = make_message(shops.sakura_staff, customer=make_customer(shops.sakura, mobile=A))
        make_attempt(message, number=number + 1)
    sakura.get(MESSAGES)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(ids(sakura.get(MESSAGES))) == rows
    assert len(queries) == 4, [query["sql"][:200] for query in queries]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "delivered"}, ["b"]),
        ({"status": "scheduled"}, ["c", "a"]),
        ({"status": "withheld"}, ["d"]),
        ({"status": "failed"}, []),
        ({"to": "080-1234-5678"}, ["c"]),
        ({"to": "+81 80 1234 5678", "status": "delivered"}, []),
        ({"reference": "r-1"}, ["e"]),
        ({"reference": "r-2"}, []),
        ({"since": "2026-11-20T12:00:02+09:00"}, ["e", "d", "c"]),
        ({"since": "2026-11-20T03:00:03Z", "status": "scheduled"}, []),
        ({"since": "2026-11-20T03:00:02Z", "to": A, "status": "withheld"}, ["d"]),
    ],
)
def test_messages_are_found_by_what_a_program_knows_of_them(
    shops: Shops, sakura: Program, query: dict[str, str], expected: list[str]
) -> None:
    start = datetime(2026, 11, 20, 3, 0, 0, tzinfo=UTC)
    by_name = {}
    for second, (name, phone, state) in enumerate(
        [
            ("a", A, State.SCHEDULED),
            ("b", A, State.DELIVERED),
            ("c", B, State.SCHEDULED),
            ("d", A, State.WITHHELD),
        ]
    ):
        made = make_message(
            shops.sakura_staff, phone=phone, state=state, created_at=start + timedelta(seconds=second)
        )
        by_name[made.pk] = name
    sent = sakura.post(
        MESSAGES, {"to": "07012345678", "body": "x", "reference": "r-1", "purpose": "reminder"}
    )
    by_name[sent.json()["id"]] = "e"
    # It was withheld; here it stands for a fifth message whatever its state.
    found = [by_name[one] for one in ids(sakura.get(MESSAGES, query))]
    assert [name for name in found if name != "e" or "e" in expected] == expected


def test_pages_lead_to_the_end_and_back_and_what_is_new_meanwhile_shifts_nothing(
    shops: Shops, sakura: Program
) -> None:
    made = [make_message(shops.sakura_staff).pk for _ in range(5)][::-1]
    first = sakura.get(MESSAGES, {"limit": "2"})
    make_message(shops.sakura_staff)
    second = sakura.get(path_of(first.json()["next"]))
    third = sakura.get(path_of(second.json()["next"]))
    assert [ids(page) for page in (first, second, third)] == [made[:2], made[2:4], made[4:]]
    assert (first.json()["previous"], third.json()["next"]) == (None, None)
    back = sakura.get(path_of(third.json()["previous"]))
    assert ids(back) == made[2:4]
    assert ids(sakura.get(path_of(back.json()["previous"]))) == made[:2]
    assert first.json()["next"] == f"http://testserver{MESSAGES}?limit=2&cursor=below-{made[1]}"


def path_of(address: str) -> str:
    return address.removeprefix("http://testserver")


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"status": "gone"}, "status", "invalid_choice"),
        ({"to": "03-1234-5678"}, "to", "not_mobile"),
        ({"since": "yesterday"}, "since", "invalid"),
        ({"since": "2026-11-20T03:00:00"}, "since", "no_offset"),
        ({"since": "0001-01-01T00:00:00Z"}, "since", "invalid"),
        ({"cursor": "below-x"}, "cursor", "invalid"),
        ({"cursor": "id-3"}, "cursor", "invalid"),
        ({"limit": "0"}, "limit", "min_value"),
        ({"limit": "101"}, "limit", "max_value"),
        ({"limit": "many"}, "limit", "invalid"),
        ({"campaign": "3"}, "campaign", "unknown_field"),
        ({"to": ""}, "to", "blank"),
        ({"reference": ""}, "reference", "blank"),
        ({"reference": ["r-1", "r-2"]}, "reference", "repeated"),
    ],
)
def test_a_question_that_is_not_understood_is_refused_not_passed_over(
    sakura: Program, query: dict[str, Any], field: str, code: str
) -> None:
    answer = sakura.get(MESSAGES, query)
    [error] = answer.json()["errors"]
    assert (answer.status_code, answer.json()) == (422, refusal((field, code, error["message"])))


CALLS = ("list", "read", "send", "preview", "batch", "cancel")


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ([Scope.READ], [200, 200, 403, 403, 403, 403]),
        # The message to be cancelled is another's: for a program that may not read it, there is none.
        ([Scope.SEND], [403, 403, 202, 200, 202, 404]),
        ([Scope.READ, Scope.SEND], [200, 200, 202, 200, 202, 200]),
        ([Scope.ADMIN], [200, 200, 202, 200, 202, 200]),
        ([Scope.CUSTOMERS, Scope.CAMPAIGNS], [403] * 6),
    ],
)
def test_a_token_may_what_its_scopes_say(shops: Shops, scopes: list[Scope], expected: list[int]) -> None:
    program = program_of(shops.sakura, scopes=scopes)
    message = make_message(shops.sakura_staff)
    asked = {"to": A, "body": "x"}
    calls: dict[str, Callable[[], Any]] = {
        "list": lambda: program.get(MESSAGES),
        "read": lambda: program.get(f"{MESSAGES}/{message.pk}"),
        "send": lambda: program.post(MESSAGES, asked),
        "preview": lambda: program.post(f"{MESSAGES}/preview", asked),
        "batch": lambda: program.post(f"{MESSAGES}/batch", {"messages": [asked]}),
        "cancel": lambda: program.post(f"{MESSAGES}/{message.pk}/cancel"),
    }
    assert [calls[name]().status_code for name in CALLS] == expected
