"""What the document says of templates is so."""

from typing import Any

import pytest
import schemathesis

from accounts.models import Scope
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops
from tests.templates_app.written import a_template


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.ADMIN])


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other row exists; what is wrong stays wrong."""
    template_id = case.path_parameters.get("template_id") if case.path_parameters else None
    if isinstance(template_id, int) and template_id % 2:
        case.path_parameters["template_id"] = a_template(shops.sakura_owner).pk


test_listing_templates_answers_as_the_document_says = cases_of("templates_list", made_real=made_real)
test_making_a_template_answers_as_the_document_says = cases_of("templates_create", made_real=made_real)
test_reading_a_template_answers_as_the_document_says = cases_of("templates_read", made_real=made_real)
test_changing_a_template_answers_as_the_document_says = cases_of("templates_change", made_real=made_real)
test_archiving_a_template_answers_as_the_document_says = cases_of("templates_archive", made_real=made_real)
test_restoring_a_template_answers_as_the_document_says = cases_of("templates_restore", made_real=made_real)
test_listing_merge_fields_answers_as_the_document_says = cases_of("merge_fields_list", made_real=made_real)
