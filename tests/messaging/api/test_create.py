"""POST messages: a program sends one message."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Scope, Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.suppress_number import suppress_number
from messaging.models import Dispatch, GatewayGrant, Message
from tests.messaging.factories import make_customer
from tests.programs import MESSAGES, Program, problem, program_of, refusal
from tests.shops import Shops

BODY = "さくら自動車です。整備が終わりました。"
A = "+819012345678"


def whole(**differing: Any) -> dict[str, Any]:
    """The answer to a message of BODY to A, but for id and created_at."""
    return {
        "status": "scheduled",
        "reason": None,
        "to": A,
        "customer": None,
        "body": BODY,
        "subject": "",
        "memo": "",
        "purpose": "notice",
        "send_at": None,
        "expires_at": None,
        "parts": {"docomo": 1, "au": 1, "softbank": 1, "rakuten": 1},
        "price": None,
        "warnings": [],
        "accepted_at": None,
        "delivered_at": None,
        "carrier": None,
        "provider_id": None,
        "reference": "",
        "links": [],
    } | differing


def shown(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    moment = datetime.fromisoformat(found.pop("created_at"))
    assert moment.utcoffset() == timedelta(hours=9)
    assert isinstance(found.pop("id"), int)
    return found


def kept() -> list[tuple[Any, ...]]:
    with platform_scope("a test reads what there is"):
        return list(Message.objects.order_by("id").values_list("store__slug", "text__phone", "state", "lane"))


def in_a(**time: float) -> str:
    """ISO 8601, to the millisecond, in the store's zone."""
    moment = timezone.now() + timedelta(**time)
    return moment.astimezone(Store().zone).isoformat(timespec="milliseconds")


@pytest.mark.parametrize(
    "typed", ["090-1234-5678", "+81 90 1234 5678", "０９０－１２３４－５６７８", "9012345678"]
)
def test_a_number_as_people_write_it_becomes_a_message_that_waits(sakura: Program, typed: str) -> None:
    answer = sakura.post(MESSAGES, {"to": typed, "body": BODY, "subject": "整備"})
    assert (answer.status_code, shown(answer)) == (202, whole(subject="整備"))
    assert kept() == [("sakura-auto", A, "scheduled", "urgent")]


def test_everything_that_was_asked_for_is_kept_and_answered(shops: Shops, sakura: Program) -> None:
    customer = make_customer(shops.sakura, mobile=A)
    asked = {
        "customer": customer.pk,
        "body": f"  {BODY}\r\n",
        "purpose": "notice",
        "subject": "整備",
        "memo": "鍵は事務所",
        "send_at": in_a(hours=2),
        "expires_at": in_a(hours=3),
        "reference": "order-17",
    }
    answer = sakura.post(MESSAGES, asked)
    expected = whole(customer=customer.pk, subject="整備", memo="鍵は事務所", reference="order-17")
    expected |= {name: asked[name] for name in ("send_at", "expires_at")}
    assert (answer.status_code, shown(answer)) == (202, expected)
    with store_scope(shops.sakura.pk):
        dispatch = Dispatch.objects.get()
        message = Message.objects.get()
        line = AuditEntry.objects.get(action="dispatch.planned")
        assert (dispatch.source, dispatch.token, dispatch.author) == ("api", sakura.token, None)
        assert message.due_at == datetime.fromisoformat(str(asked["send_at"]))
        assert (line.token, line.actor, line.actor_name) == (sakura.token, None, "API: shop")


def test_a_number_of_a_known_customer_joins_that_customers_history(shops: Shops, sakura: Program) -> None:
    customer = make_customer(shops.sakura, mobile=A)
    make_customer(shops.midori, mobile=A)
    assert sakura.post(MESSAGES, {"to": A, "body": BODY}).json()["customer"] == customer.pk
    sender = program_of(shops.sakura, scopes=[Scope.SEND])
    assert sender.post(MESSAGES, {"to": A, "body": BODY}).json()["customer"] is None


def test_an_empty_subject_becomes_the_time_and_null_is_as_left_out(sakura: Program) -> None:
    nothing = dict.fromkeys(["customer", "subject", "memo", "send_at", "expires_at", "reference"])
    answer = sakura.post(MESSAGES, {"to": A, "body": BODY, **nothing})
    found = shown(answer)
    subject = found.pop("subject")
    assert (len(subject), subject.isdigit()) == (14, True)
    assert {**found, "subject": ""} == whole()


@pytest.mark.parametrize(("purpose", "reason"), [("promotion", "no_consent"), ("notice", "suppressed")])
def test_who_may_not_be_texted_is_recorded_as_withheld_with_the_reason(
    shops: Shops, sakura: Program, purpose: str, reason: str
) -> None:
    if reason == "suppressed":
        with store_scope(shops.sakura.pk):
            suppress_number(actor=shops.sakura_staff, phone=A, reason="at_request")
    answer = sakura.post(MESSAGES, {"to": A, "body": BODY, "purpose": purpose, "subject": "x"})
    expected = whole(status="withheld", reason=reason, purpose=purpose, subject="x")
    assert (answer.status_code, shown(answer)) == (202, expected)
    assert kept() == [("sakura-auto", A, "withheld", "urgent")]


BLANK = "This field is required."
REFUSED: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"to": A}, [("body", "required")]),
    ({"body": BODY}, [("to", "required")]),
    ({"to": A, "customer": 1, "body": BODY}, [("customer", "to_or_customer")]),
    ({"to": "03-1234-5678", "body": BODY}, [("to", "not_mobile")]),
    ({"to": "", "body": BODY}, [("to", "empty")]),
    ({"to": "9.01234567E9", "body": BODY}, [("to", "damaged")]),
    ({"to": "+1 212 555 0123", "body": BODY}, [("to", "foreign")]),
    ({"to": 9012345678, "body": BODY}, [("to", "invalid")]),
    ({"to": ["x"], "body": {}}, [("to", "invalid"), ("body", "invalid")]),
    ({"customer": "1", "body": BODY}, [("customer", "invalid")]),
    ({"customer": True, "body": BODY}, [("customer", "invalid")]),
    ({"customer": 0, "body": BODY}, [("customer", "min_value")]),
    ({"customer": 2**63, "body": BODY}, [("customer", "max_value")]),
    ({"to": A, "body": ""}, [("body", "empty_body")]),
    ({"to": A, "body": None}, [("body", "required")]),
    ({"to": A, "body": " \r\n"}, [("body", "empty_body")]),
    ({"to": A, "body": "あ" * 661}, [("body", "body_too_long")]),
    ({"to": A, "body": "a\x00b"}, [("body", "null_characters_not_allowed")]),
    ({"to": A, "body": "\ue000" * 700}, [("body", "body_too_long")]),
    ({"to": A, "body": "\ue000" * 3200}, [("body", "body_too_long")]),
    ({"to": A, "body": "予約😀です"}, [("body", "unsendable_character")]),
    ({"to": A, "body": "①\ue000"}, [("body", "risky_character")]),
    ({"to": A, "body": BODY, "purpose": "fun"}, [("purpose", "invalid_choice")]),
    ({"to": A, "body": BODY, "purpose": 1}, [("purpose", "invalid_choice")]),
    ({"to": A, "body": BODY, "subject": "x" * 101}, [("subject", "max_length")]),
    ({"to": A, "body": BODY, "memo": "x" * 501}, [("memo", "max_length")]),
    ({"to": A, "body": BODY, "reference": "x" * 101}, [("reference", "max_length")]),
    ({"to": A, "body": BODY, "acknowledge": "all"}, [("acknowledge", "not_a_list")]),
    ({"to": A, "body": BODY, "acknowledge": [1]}, [("acknowledge.0", "invalid")]),
    ({"to": A, "body": BODY, "send_at": "tomorrow"}, [("send_at", "invalid")]),
    ({"to": A, "body": BODY, "send_at": "2026-11-23T10:00:00"}, [("send_at", "no_offset")]),
    ({"to": A, "body": BODY, "send_at": "0001-01-01T00:00:00+14:00"}, [("send_at", "invalid")]),
    ({"to": A, "body": BODY, "send_at": 1}, [("send_at", "invalid")]),
    ({"to": A, "body": BODY, "boby": "x"}, [("boby", "unknown_field")]),
    ({"to": A, "body": BODY, "template": 3}, [("template", "body_or_template")]),
]


@pytest.mark.parametrize(
    ("asked", "expected"), REFUSED, ids=lambda value: str(value)[:60].encode("ascii", "replace")
)
def test_what_could_never_be_a_message_is_refused_by_field_and_nothing_is_made(
    sakura: Program, asked: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    answer = sakura.post(MESSAGES, asked)
    found = answer.json()
    assert [(error["field"], error["code"]) for error in found["errors"]] == expected
    assert found == refusal(*((e["field"], e["code"], e["message"]) for e in found["errors"]))
    assert all(error["message"] for error in found["errors"])
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert kept() == []


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"send_at": {"minutes": -6}}, [("send_at", "send_at_past")]),
        ({"send_at": {"days": 367}}, [("send_at", "send_at_too_far")]),
        ({"expires_at": {"minutes": -1}}, [("expires_at", "expires_too_early")]),
        ({"send_at": {"hours": 2}, "expires_at": {"hours": 1}}, [("expires_at", "expires_too_early")]),
        ({"send_at": {"minutes": -4}, "expires_at": {"minutes": 1}}, []),
    ],
)
def test_times_that_cannot_be_kept_are_refused(
    sakura: Program, times: dict[str, dict[str, float]], expected: list[tuple[str, str]]
) -> None:
    asked = {name: in_a(**value) for name, value in times.items()}
    answer = sakura.post(MESSAGES, {"to": A, "body": BODY, **asked})
    assert [(e["field"], e["code"]) for e in answer.json().get("errors", [])] == expected
    assert len(kept()) == (0 if expected else 1)


def test_a_warning_is_acknowledged_by_its_code_and_then_answered_with_the_message(sakura: Program) -> None:
    risky = {"to": A, "body": "ご予約 \ue000", "subject": "x"}
    refused = sakura.post(MESSAGES, risky)
    words = "Some handsets show these characters wrongly: U+E000"
    assert (refused.status_code, refused.json()) == (
        422,
        refusal(
            ("body", "risky_character", f"{words} To send it all the same, acknowledge: risky_character")
        ),
    )
    taken = sakura.post(MESSAGES, {**risky, "acknowledge": ["risky_character", "some_other"]})
    expected = whole(
        body=risky["body"], subject="x", warnings=[{"code": "risky_character", "message": words}]
    )
    assert (taken.status_code, shown(taken)) == (202, expected)


@pytest.mark.parametrize("customer", ["missing", "foreign"])
def test_a_customer_of_another_store_is_as_little_there_as_none(
    shops: Shops, sakura: Program, customer: str
) -> None:
    foreign = make_customer(shops.midori, mobile=A)
    asked = {"customer": foreign.pk if customer == "foreign" else foreign.pk + 1000, "body": BODY}
    answer = sakura.post(MESSAGES, asked)
    assert (answer.status_code, answer.json()) == (404, problem(404, "Not Found", "Not found."))
    assert kept() == []


def test_a_customer_without_a_mobile_number_is_refused(shops: Shops, sakura: Program) -> None:
    customer = make_customer(shops.sakura, mobile=None)  # type: ignore[arg-type]
    answer = sakura.post(MESSAGES, {"customer": customer.pk, "body": BODY})
    assert answer.json() == refusal(
        ("customer", "no_mobile", "No mobile number is on record for this customer.")
    )


def test_a_customer_is_named_only_with_a_scope_that_sees_customers(shops: Shops) -> None:
    customer = make_customer(shops.sakura, mobile=A)
    sender = program_of(shops.sakura, scopes=[Scope.SEND])
    answer = sender.post(MESSAGES, {"customer": customer.pk, "body": BODY})
    detail = "The token's scopes do not allow this: see customers"
    assert (answer.status_code, answer.json()) == (403, problem(403, "Forbidden", detail))
    assert kept() == []


def test_a_store_without_a_line_is_told_so(shops: Shops, sakura: Program) -> None:
    with platform_scope("a test takes the line away"):
        GatewayGrant.objects.all().delete()
    answer = sakura.post(MESSAGES, {"to": A, "body": BODY})
    assert answer.json() == refusal(
        ("", "no_gateway", "This store has no line to send by. Ask the store's owner.")
    )
