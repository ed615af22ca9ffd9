"""What the document says of saved searches is so."""

from typing import Any

import pytest
import schemathesis

from accounts.models import Scope
from tests.customers.searches.kept import FLAG_ON, a_search
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.CUSTOMERS])


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Every other search exists, and every other criteria are some."""
    segment_id = case.path_parameters.get("segment_id") if case.path_parameters else None
    if isinstance(segment_id, int) and segment_id % 2:
        case.path_parameters["segment_id"] = a_search(shops.sakura_manager).pk
    body: Any = case.body
    if isinstance(body, dict) and isinstance(body.get("criteria"), dict) and len(body["criteria"]) % 2 == 0:
        body["criteria"] = FLAG_ON


test_listing_searches_answers_so = cases_of("segments_list", made_real=made_real)
test_saving_a_search_answers_so = cases_of("segments_create", made_real=made_real)
test_a_preview_of_criteria_answers_so = cases_of("segments_preview", made_real=made_real)
test_reading_a_search_answers_so = cases_of("segments_read", made_real=made_real)
test_changing_a_search_answers_so = cases_of("segments_change", made_real=made_real)
test_putting_a_search_away_answers_so = cases_of("segments_archive", made_real=made_real)
test_whom_a_search_finds_answers_so = cases_of("segments_customers", made_real=made_real)
test_counting_a_search_answers_so = cases_of("segments_count", made_real=made_real)
