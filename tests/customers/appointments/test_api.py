"""Appointments and due dates for programs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from customers.models import Appointment
from tests.customers.appointments.booked import booked
from tests.customers.due.dates import asset_due, due_kind
from tests.customers.entered import entered
from tests.messaging.factories import make_message
from tests.programs import Program, program_of
from tests.shops import Shops

pytestmark = pytest.mark.django_db

APPOINTMENTS = "/api/v1/appointments"
AT = datetime(2027, 3, 15, 1, 30, tzinfo=UTC)


@pytest.fixture
def program(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def test_an_appointment_is_booked_read_moved_and_cancelled(shops: Shops, program: Program) -> None:
    customer = entered(shops.sakura)
    asset = asset_due(customer, due_kind(shops.sakura), date(2027, 5, 1))
    asked = {
        "customer": customer.pk,
        "starts_at": "2027-03-15T10:30:00+09:00",
        "minutes": 30,
        "title": "車検のご相談",
        "asset": asset.pk,
        "staff": shops.sakura_staff.user.email,
        "meeting_url": "https://meet.example/a",
        "meeting_id": "123",
        "passcode": "abc",
        "remind_hours": 24,
    }
    made = program.post(APPOINTMENTS, asked, Idempotency_Key="one")
    assert made.status_code == 201
    body = made.json()
    assert {name: body[name] for name in asked} == asked
    assert (body["status"], body["place"], body["notes"]) == ("booked", "", "")
    assert program.post(APPOINTMENTS, asked, Idempotency_Key="one").content == made.content
    one = f"{APPOINTMENTS}/{body['id']}"
    assert program.get(one).json() == body
    moved = program.ask("PATCH", one, '{"starts_at": "2027-03-15T02:00:00Z", "asset": null, "staff": null}')
    assert {name: moved.json()[name] for name in ("starts_at", "asset", "staff", "title")} == {
        "starts_at": "2027-03-15T11:00:00+09:00",
        "asset": None,
        "staff": None,
        "title": "車検のご相談",
    }
    for _ in range(2):
        assert program.post(f"{one}/cancel").json()["status"] == "cancelled"
    with store_scope(shops.sakura.pk):
        assert [row.status for row in Appointment.objects.all()] == ["cancelled"]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"meeting_url": "http://meet.example/"}, "meeting_url", "invalid"),
        ({"starts_at": "2027-03-15T10:30:00"}, "starts_at", "no_offset"),
        ({"starts_at": "2150-01-01T00:00:00Z"}, "starts_at", "invalid"),
        ({"minutes": True}, "minutes", "invalid"),
        ({"minutes": 3}, "minutes", "min_value"),
        ({"remind_hours": 337}, "remind_hours", "max_value"),
        ({"staff": "nobody@sakura-auto.example"}, "staff", "unknown_name"),
        ({"asset": 10**9}, "asset", "not_found"),
        ({"odd": 1}, "odd", "unknown_field"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    shops: Shops, program: Program, wrong: dict[str, Any], field: str, code: str
) -> None:
    asked = {"customer": entered(shops.sakura).pk, "starts_at": "2027-03-15T10:30:00+09:00"} | wrong
    refused = program.post(APPOINTMENTS, asked)
    assert refused.status_code == 422
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [(field, code)]
    with store_scope(shops.sakura.pk):
        assert Appointment.objects.count() == 0


def test_appointments_are_found_by_time_and_customer(shops: Shops, program: Program) -> None:
    one, other = entered(shops.sakura), entered(shops.sakura, "佐藤")
    first = booked(shops.sakura_staff, one, AT)
    second = booked(shops.sakura_staff, other, AT + timedelta(hours=1))
    booked(shops.midori_staff, entered(shops.midori), AT)

    def found(**query: Any) -> list[int]:
        return [row["id"] for row in program.get(APPOINTMENTS, query).json()["results"]]

    assert found() == [second.pk, first.pk]
    assert found(**{"from": "2027-03-15T02:00:00Z"}) == [second.pk]
    assert found(to="2027-03-15T02:00:00Z") == [first.pk]
    assert found(customer=one.pk) == [first.pk]
    page = program.get(APPOINTMENTS, {"limit": 1}).json()
    assert [row["id"] for row in program.get(page["next"]).json()["results"]] == [first.pk]
    assert program.get(APPOINTMENTS, {"from": "2027-03-15"}).status_code == 422


def test_what_falls_due_is_found_by_kind_and_window_page_after_page(shops: Shops, program: Program) -> None:
    kind = due_kind(shops.sakura)
    customer = entered(shops.sakura, mobile="+819011112222", sms_flag=True)
    assets = [asset_due(customer, kind, date(2027, 5, day), f"車{day}").pk for day in (3, 1, 2, 2)]
    asset_due(customer, due_kind(shops.sakura, "点検"), date(2027, 5, 1))
    theirs = due_kind(shops.midori)
    make_message(shops.sakura_staff, phone="+819011112222")
    address, found = f"/api/v1/due?kind={kind.pk}&limit=2", []
    while address:
        page = program.get(address).json()
        found += [row["asset"] for row in page["results"]]
        address = (page["next"] or "").partition("testserver")[2]
    assert found == [assets[1], assets[2], assets[3], assets[0]]
    back = program.get(page["previous"].partition("testserver")[2]).json()
    assert [row["asset"] for row in back["results"]] == found[:2]
    window = {"kind": kind.pk, "from": "2027-05-03", "to": "2027-05-31"}
    [row] = program.get("/api/v1/due", window).json()["results"]
    assert row | {"days_left": 0} == {
        "due_on": "2027-05-03", "days_left": 0, "asset": assets[0], "asset_label": "車3", "asset_number": "",
        "asset_sms_flag": False, "customer": customer.pk, "customer_name": "山田 太郎",
        "customer_sms_flag": True, "mobile": "+819011112222", "stopped": False,
        # The token may see customers, and no messages.
        "last_message": None,
    }  # fmt: skip
    reader = program_of(shops.sakura, scopes=[Scope.READ])
    [seen] = reader.get("/api/v1/due", window).json()["results"]
    assert seen["last_message"]["result"] == "Waiting to be sent"
    assert program.get("/api/v1/due", {"kind": theirs.pk}).status_code == 404
    assert program.get("/api/v1/due", {"kind": kind.pk, "cursor": "after-2027-02-30.1"}).status_code == 422
    assert program.get("/api/v1/due").status_code == 422
