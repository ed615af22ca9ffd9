"""What the document says of consents and stops is so."""

import zlib
from typing import Any

import pytest
import schemathesis

from accounts.models import Scope
from tests.customers.consents.spoken import PHONE, a_stop
from tests.customers.entered import entered
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other row exists and every other number is one; what is wrong stays wrong."""
    path: dict[str, Any] = case.path_parameters or {}
    if type(path.get("customer_id")) is int and path["customer_id"] % 2:
        path["customer_id"] = entered(shops.sakura, mobile=PHONE).pk
    if type(path.get("suppression_id")) is int and path["suppression_id"] % 2:
        path["suppression_id"] = a_stop(shops.sakura_staff).pk
    parts: list[Any] = [case.query, case.body]
    for asked in parts:
        phone = asked.get("phone") if isinstance(asked, dict) else None
        # A longer one is wrong by its length already.
        if isinstance(phone, str) and 0 < len(phone) <= 40 and zlib.crc32(phone.encode(errors="replace")) % 2:
            asked["phone"] = "090-1234-5678"


test_reading_consents_answers_so = cases_of("consents_read", made_real=made_real)
test_recording_consent_answers_so = cases_of("consents_record", made_real=made_real)
test_listing_stops_answers_so = cases_of("suppressions_list", made_real=made_real)
test_stopping_a_number_answers_so = cases_of("suppressions_create", made_real=made_real)
test_lifting_a_stop_answers_so = cases_of("suppressions_lift", made_real=made_real)
