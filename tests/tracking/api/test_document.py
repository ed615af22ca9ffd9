"""What the document says of links is so."""

from typing import Any

import pytest
import schemathesis

from accounts.models import Scope
from tests.documents import cases_of
from tests.messaging.factories import make_message
from tests.programs import Program, program_of
from tests.shops import Shops
from tests.tracking.tapped import make_code, make_hits, make_target
from tracking.models import HitKind


@pytest.fixture
def sakura(shops: Shops) -> Program:
    return program_of(shops.sakura, scopes=[Scope.READ])


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other code exists; what is wrong stays wrong."""
    code = case.path_parameters.get("code") if case.path_parameters else None
    if isinstance(code, str) and code.isascii() and code.isalnum() and len(code) % 2:
        link = make_code(make_target(shops.sakura_staff), make_message(shops.sakura_staff))
        make_hits(link, [HitKind.PREVIEW, HitKind.PERSON])
        case.path_parameters["code"] = link.code


test_reading_hits_answers_as_the_document_says = cases_of("links_hits", made_real=made_real)
