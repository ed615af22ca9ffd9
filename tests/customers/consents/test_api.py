"""Programs record consents, stop numbers and lift stops as people do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from customers.domain.consents.save_wording import save_wording
from customers.models import Customer, Suppression
from tests.customers.consents.spoken import OTHER, PHONE, hear, said, standing
from tests.customers.entered import entered
from tests.programs import Program, program_of
from tests.shops import Shops

STOPS = "/api/v1/suppressions"


@pytest.fixture
def till(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS], name="till")


@pytest.fixture
def consents(shops: Shops) -> str:
    customer: Customer = entered(shops.sakura, "山田 太郎", mobile=PHONE)
    return f"/api/v1/customers/{customer.pk}/consents"


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in answer.json()["errors"]]


def test_a_consent_is_recorded_and_answered_with_what_holds(
    shops: Shops, till: Program, consents: str
) -> None:
    with store_scope(shops.sakura.pk):
        save_wording(actor=shops.sakura_owner, text="受け取ります。", purposes=["promotion"], language="ja")
    asked = {
        "purposes": ["promotion"], "granted": True, "source": "web_form", "wording": 1,
        "given_at": "2026-03-01T10:00:00+09:00", "ip": "192.0.2.7", "user_agent": "Mozilla/5.0",
    }  # fmt: skip
    answer = till.post(consents, asked, Idempotency_Key="one")
    expected = {
        "phone": PHONE,
        "states": [
            {"purpose": "notice", "granted": None, "given_at": None, "position": None},
            {"purpose": "reminder", "granted": None, "given_at": None, "position": None},
            {"purpose": "promotion", "granted": True, "given_at": "2026-03-01T10:00:00+09:00", "position": 1},
        ],
        "entries": [
            {
                "position": 1, "purpose": "promotion", "granted": True, "given_at": "2026-03-01T10:00:00+09:00",
                "source": "web_form", "wording": 1, "note": "", "ip": "192.0.2.7", "user_agent": "Mozilla/5.0",
                "evidence_sha256": None, "recorded_by": "API: till",
            }
        ],
    }  # fmt: skip
    assert (answer.status_code, answer.json()) == (201, expected)
    assert till.post(consents, asked, Idempotency_Key="one").json() == expected
    assert till.get(consents).json() == expected
    till.post(consents, {"purposes": ["promotion"], "granted": False, "source": "call"})
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 2)}


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"purposes": []}, [("purposes", "min_length")]),
        ({"purposes": ["all"]}, [("purposes.0", "invalid_choice")]),
        ({"granted": "yes"}, [("granted", "invalid")]),
        ({"source": "guessed"}, [("source", "invalid_choice")]),
        ({"given_at": "2099-01-01T10:00:00+09:00"}, [("given_at", "future")]),
        ({"wording": 7}, [("wording", "unknown_version")]),
        ({"ip": "home"}, [("ip", "invalid")]),
        ({"colour": "red"}, [("colour", "unknown_field")]),
    ],
    ids=str,
)
def test_what_cannot_be_recorded_is_refused_by_field(
    shops: Shops, till: Program, consents: str, wrong: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    answer = till.post(consents, {"purposes": ["promotion"], "granted": True, "source": "call"} | wrong)
    assert (answer.status_code, codes(answer), standing(shops.sakura)) == (422, errors, {})


def test_a_number_is_stopped_listed_and_lifted(shops: Shops, till: Program) -> None:
    hear(shops.sakura, said())
    asked = {"phone": "090-1234-5678", "reason": "at_request", "note": "電話で"}
    answer = till.post(STOPS, asked)
    stop = answer.json()
    assert answer.status_code == 201
    assert {name: stop[name] for name in ("phone", "purpose", "reason", "note", "lifted_at")} == {
        "phone": PHONE, "purpose": "all", "reason": "at_request", "note": "電話で", "lifted_at": None,
    }  # fmt: skip
    assert till.post(STOPS, asked).json() == stop
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 2)}
    till.post(STOPS, {"phone": OTHER, "reason": "provider_list"})
    assert [one["phone"] for one in till.get(STOPS).json()["results"]] == [OTHER, PHONE]
    assert till.get(STOPS, {"phone": "09012345678", "state": "in_force"}).json()["results"] == [stop]
    assert till.get(STOPS, {"state": "lifted"}).json()["results"] == []
    lift = f"{STOPS}/{stop['id']}/lift"
    lifted = till.post(lift, {"reason": "本人から", "source": "call", "allowed": ["notice"]})
    assert (lifted.status_code, lifted.json()["lift_reason"], lifted.json()["lifted_at"] is None) == (
        200, "本人から", False,
    )  # fmt: skip
    assert standing(shops.sakura) == {
        (PHONE, "notice"): (True, 3),
        (PHONE, "reminder"): (False, 4),
        (PHONE, "promotion"): (False, 5),
    }
    again = till.post(lift, {"reason": "本人から"})
    assert (again.status_code, codes(again)) == (409, [("", "lifted_already")])


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ({"phone": "03-1234-5678", "reason": "complaint"}, [("phone", "not_mobile")]),
        ({"phone": "", "reason": "complaint"}, [("phone", "blank")]),
        ({"phone": " ", "reason": "complaint"}, [("phone", "empty")]),
        ({"phone": PHONE, "reason": "because"}, [("reason", "invalid_choice")]),
        ({"phone": PHONE, "reason": "complaint", "purpose": "x"}, [("purpose", "invalid_choice")]),
        (
            {"phone": PHONE, "reason": "complaint", "said_at": "2099-01-01T10:00:00+09:00"},
            [("said_at", "future")],
        ),
    ],
    ids=str,
)
def test_what_cannot_be_stopped_is_refused_by_field(
    shops: Shops, till: Program, asked: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    answer = till.post(STOPS, asked)
    assert (answer.status_code, codes(answer)) == (422, errors)
    with store_scope(shops.sakura.pk):
        assert Suppression.objects.count() == 0


def test_a_stop_is_lifted_only_with_a_reason_and_for_what_it_covers(shops: Shops, till: Program) -> None:
    stop = till.post(STOPS, {"phone": PHONE, "reason": "complaint", "purpose": "promotion"}).json()
    lift = f"{STOPS}/{stop['id']}/lift"
    later = (timezone.now() + timedelta(days=1)).isoformat()
    for asked, errors in (
        ({}, [("reason", "required")]),
        ({"reason": " "}, [("reason", "invalid")]),
        ({"reason": "x", "allowed": ["notice"]}, [("allowed", "invalid")]),
        ({"reason": "x", "said_at": later}, [("said_at", "future")]),
    ):
        answer = till.post(lift, asked)
        assert (answer.status_code, codes(answer)) == (422, errors)
    with store_scope(shops.sakura.pk):
        assert Suppression.objects.get().lifted_at is None


def test_a_customer_without_a_number_has_nothing_to_say_and_a_reader_records_nothing(
    shops: Shops, till: Program, consents: str
) -> None:
    nobody = entered(shops.sakura, "番号なし")
    address = f"/api/v1/customers/{nobody.pk}/consents"
    asked = {"purposes": ["promotion"], "granted": True, "source": "call"}
    assert till.get(address).json() == {"phone": None, "states": [], "entries": []}
    assert till.post(address, asked).status_code == 404
    reader = program_of(shops.sakura, scopes=[Scope.READ])
    assert reader.get(consents).status_code == 200
    assert reader.post(consents, asked).status_code == 403
    assert reader.post(STOPS, {"phone": PHONE, "reason": "complaint"}).status_code == 403
