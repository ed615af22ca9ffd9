"""What the document says of messages is so. Other resources: test_document.py of their own; tests/documents.py."""

import io
import re
import zlib
from pathlib import Path
from typing import Any

import schemathesis
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.documents import cases_of
from tests.messaging.factories import make_customer, make_message
from tests.shops import Shops

_TESTS = Path(__file__).resolve().parents[2]


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


test_listing_answers_as_the_document_says = cases_of("messages_list", made_real=made_real)
test_sending_answers_as_the_document_says = cases_of("messages_create", made_real=made_real)
test_a_preview_answers_as_the_document_says = cases_of("messages_preview", made_real=made_real)
test_reading_answers_as_the_document_says = cases_of("messages_read", made_real=made_real)
test_cancelling_answers_as_the_document_says = cases_of("messages_cancel", made_real=made_real)
# What is wrong with one message of a batch is answered beside the others' ids.
test_a_batch_answers_as_the_document_says = cases_of(
    "messages_batch", negative_data_rejection, made_real=made_real
)


def test_every_operation_of_the_document_is_asked_in_a_test() -> None:
    sources = [path.read_text("utf-8") for path in _TESTS.rglob("test_*document*.py")]
    asked = {name for source in sources for name in re.findall(r'cases_of\(\s*"(\w+)"', source)}
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    written = {one["operationId"] for verbs in document["paths"].values() for one in verbs.values()}
    assert written == asked


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
