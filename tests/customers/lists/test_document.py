"""What the document says of lists, appointments and due dates is so."""

from datetime import date
from typing import Any

import pytest
import schemathesis

from accounts.models import Scope
from tests.customers.appointments.booked import booked
from tests.customers.due.dates import asset_due, due_kind
from tests.customers.entered import entered
from tests.customers.lists.kept import a_list
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other row exists; what is wrong stays wrong."""
    path: dict[str, Any] = case.path_parameters or {}
    query: dict[str, Any] = case.query or {}
    body: Any = case.body
    if type(path.get("list_id")) is int and path["list_id"] % 2:
        path["list_id"] = a_list(shops.sakura_staff).pk
    if type(path.get("appointment_id")) is int and path["appointment_id"] % 2:
        path["appointment_id"] = booked(shops.sakura_staff, entered(shops.sakura)).pk
    if isinstance(query.get("kind"), str) and query["kind"].isdigit() and int(query["kind"]) % 2:
        kind = due_kind(shops.sakura, asset_kind=query["kind"][:40])
        asset_due(entered(shops.sakura), kind, date(2027, 1, 1))
        query["kind"] = str(kind.pk)
    if isinstance(body, dict) and type(body.get("customer")) is int and body["customer"] % 2:
        body["customer"] = entered(shops.sakura).pk if body["customer"] > 0 else body["customer"]


test_listing_lists_answers_so = cases_of("lists_list", made_real=made_real)
test_making_a_list_answers_so = cases_of("lists_create", made_real=made_real)
test_reading_a_list_answers_so = cases_of("lists_read", made_real=made_real)
test_renaming_a_list_answers_so = cases_of("lists_change", made_real=made_real)
test_archiving_a_list_answers_so = cases_of("lists_archive", made_real=made_real)
test_restoring_a_list_answers_so = cases_of("lists_restore", made_real=made_real)
test_who_is_on_a_list_answers_so = cases_of("lists_customers", made_real=made_real)
test_putting_on_a_list_answers_so = cases_of("lists_put_on", made_real=made_real)
test_taking_off_a_list_answers_so = cases_of("lists_take_off", made_real=made_real)
test_listing_appointments_answers_so = cases_of("appointments_list", made_real=made_real)
test_booking_answers_so = cases_of("appointments_create", made_real=made_real)
test_reading_an_appointment_answers_so = cases_of("appointments_read", made_real=made_real)
test_moving_an_appointment_answers_so = cases_of("appointments_change", made_real=made_real)
test_cancelling_an_appointment_answers_so = cases_of("appointments_cancel", made_real=made_real)
test_what_falls_due_answers_so = cases_of("due_list", made_real=made_real)
