"""The API's OpenAPI document as tests: what it says is so, for data that fits and that does not (schemathesis)."""

import os
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from drf_spectacular.generators import SchemaGenerator
from schemathesis.checks import CheckFunction
from schemathesis.config import (
    ChecksConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from smsnotify.wsgi import application
from tests.programs import Program
from tests.shops import Shops

# Cases of each operation; `make test-all` asks for more (Makefile), since these are the slowest tests of pages that
# have others of their own.
EXAMPLES = int(os.environ.get("DOCUMENT_EXAMPLES", "6"))
# Rules that no schema can say (what is a mobile number, what a route can carry) refuse data that fits it: 422.
_FITTING = ["2xx", "404", "409", "422"]
_CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(
                max_examples=EXAMPLES,
                deterministic=True,
                no_shrink=True,
                # A header that was made wrong is put right by ours, and a made-up parameter may be an empty list:
                # then nothing is wrong any more. Both are refused in tests of their own.
                with_security_parameters=False,
                allow_extra_parameters=False,
            ),
            checks=ChecksConfig(
                positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=_FITTING)
            ),
            phases=PhasesConfig(fuzzing=FuzzingPhaseConfig(enabled=True)),
        )
    )
)
DOCUMENT = schemathesis.openapi.from_dict(
    SchemaGenerator().get_schema(public=True),  # type: ignore[no-untyped-call]
    config=_CONFIG,
)
DOCUMENT.app = application


MadeReal = Callable[[schemathesis.Case[Any], Shops], None]


# xdist tells tests apart by their names, and those of an operation's cases are alike.
def cases_of(operation: str, *excluded: CheckFunction, made_real: MadeReal) -> Callable[..., None]:
    """A test of an operation; needs the fixtures `shops` and `sakura` (its program).

    `made_real` gives a case's made-up ids and numbers those of rows that are there.
    """

    @pytest.mark.usefixtures("one_connection")
    @DOCUMENT.include(operation_id=operation).parametrize()
    @hypothesis.settings(
        deadline=None,
        max_examples=EXAMPLES,
        suppress_health_check=[
            hypothesis.HealthCheck.function_scoped_fixture,
            hypothesis.HealthCheck.too_slow,
        ],
    )
    def answers_as_the_document_says(case: schemathesis.Case[Any], shops: Shops, sakura: Program) -> None:
        made_real(case, shops)
        headers = {"Authorization": f"Bearer {sakura.secret}"}
        case.call_and_validate(headers=headers, excluded_checks=list(excluded))

    found: Callable[..., None] = answers_as_the_document_says
    return found
