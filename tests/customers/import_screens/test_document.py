"""What the document says of imports is so."""

from typing import Any

import pytest
import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection

from accounts.models import Scope
from tests.customers.import_screens.brought import brought
from tests.documents import cases_of
from tests.programs import Program, program_of
from tests.shops import Shops


@pytest.fixture
def sakura(shops: Shops) -> Program:
    """With every scope that there is."""
    return program_of(shops.sakura, scopes=list(Scope))


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Every other import is one that there is."""
    import_id = case.path_parameters.get("import_id") if case.path_parameters else None
    if isinstance(import_id, int) and import_id % 2:
        case.path_parameters["import_id"] = brought(shops.sakura_manager).pk


test_listing_answers_as_the_document_says = cases_of("imports_list", made_real=made_real)
# A form's values are texts: of what is wrong by its type, some is right as a text.
test_importing_answers_as_the_document_says = cases_of(
    "imports_create", negative_data_rejection, made_real=made_real
)
test_reading_answers_as_the_document_says = cases_of("imports_read", made_real=made_real)
test_the_rejected_rows_answer_as_the_document_says = cases_of("imports_rejected", made_real=made_real)
test_cancelling_answers_as_the_document_says = cases_of("imports_cancel", made_real=made_real)
