"""The OpenAPI document: what it says is so, for data that fits it and for data that does not (schemathesis)."""

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
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
from schemathesis.specs.openapi.checks import negative_data_rejection

from smsnotify.wsgi import application
from tests.messaging.factories import make_customer, make_message
from tests.programs import Program
from tests.shops import Shops

# Rules that no schema can say (what is a mobile number, what a route can carry) refuse data that fits it: 422.
_FITTING = ["2xx", "404", "409", "422"]
_CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(
                max_examples=40,
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


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The requests stay in the test's transaction, as those of Django's own client do."""
    hung_up = (request_started, request_finished)
    for signal in hung_up:
        signal.disconnect(close_old_connections)
    yield
    for signal in hung_up:
        signal.connect(close_old_connections)


# xdist tells tests apart by their names, and those of an operation's cases are alike.
def cases_of(operation: str, *excluded: CheckFunction) -> Callable[..., None]:
    @pytest.mark.usefixtures("one_connection")
    @DOCUMENT.include(operation_id=operation).parametrize()
    @hypothesis.settings(
        deadline=None,
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


test_listing_answers_as_the_document_says = cases_of("messages_list")
test_sending_answers_as_the_document_says = cases_of("messages_create")
test_a_preview_answers_as_the_document_says = cases_of("messages_preview")
test_reading_answers_as_the_document_says = cases_of("messages_read")
test_cancelling_answers_as_the_document_says = cases_of("messages_cancel")
# What is wrong with one message of a batch is answered beside the others' ids.
test_a_batch_answers_as_the_document_says = cases_of("messages_batch", negative_data_rejection)


def test_every_operation_of_the_document_is_among_them() -> None:
    asked = {"messages_list", "messages_create", "messages_preview", "messages_read", "messages_cancel"}
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    written = {one["operationId"] for verbs in document["paths"].values() for one in verbs.values()}
    assert written == asked | {"messages_batch"}


def made_real(case: schemathesis.Case[Any], shops: Shops) -> None:
    """Of what was made up, every other row exists and every other number is one; what is wrong stays wrong."""
    message_id = case.path_parameters.get("message_id") if case.path_parameters else None
    if isinstance(message_id, int) and message_id % 2:
        case.path_parameters["message_id"] = make_message(shops.sakura_staff).pk
    body: Any = case.body
    for item in [body, *(body.get("messages") or [])] if isinstance(body, dict) else []:
        if not isinstance(item, dict):
            continue
        if isinstance(item.get("to"), str) and zlib.crc32(item["to"].encode(errors="replace")) % 2:
            item["to"] = "090-1234-5678"
        if type(item.get("customer")) is int and item["customer"] % 2 and item["customer"] > 0:
            item["customer"] = make_customer(shops.sakura).pk


def test_the_document_is_valid_and_says_what_every_address_does() -> None:
    written = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    document = written.getvalue()
    for words in (
        "bearerFormat",
        "Idempotency-Key",
        "application/problem+json",
        "acknowledge",
        "Retry-After",
    ):
        assert words in document
