"""Belt 4 for programs: every path and verb of the OpenAPI document with a foreign store's token."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from accounts.models import Scope
from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.models import Dispatch, MessageText
from tests.messaging.factories import make_customer, make_message
from tests.programs import Program, problem, program_of
from tests.shops import Shops
from tests.test_tenancy_sweep import PHONE, addresses, everything_of

SECRET = "みどりの秘密の"
NOT_FOUND = (404, problem(404, "Not Found", "Not found."))
# Addresses under /api/ that say nothing of any store.
OPEN_TO_ALL = {"api:schema", "api:docs"}

# A body that is right for each operation that takes one; `customer` and `message` are ids of a store.
BODIES: dict[str, Any] = {
    "messages_create": lambda rows: {"customer": rows["customer"], "body": "x"},
    "messages_preview": lambda rows: {"customer": rows["customer"], "body": "x"},
    "messages_batch": lambda rows: {"messages": [{"customer": rows["customer"], "body": "x"}]},
}


@dataclass(frozen=True)
class Operation:
    name: str
    verb: str
    path: str

    def at(self, rows: dict[str, int]) -> str:
        return self.path.format(message_id=rows["message"])


def operations() -> Iterator[Operation]:
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    for path, verbs in document["paths"].items():
        for verb, described in verbs.items():
            yield Operation(described["operationId"], verb.upper(), path)


OPERATIONS = list(operations())


@pytest.fixture
def rows(shops: Shops) -> dict[str, dict[str, int]]:
    """One of each in each store, with the same number; midori's are marked."""
    found = {}
    for member in (shops.sakura_staff, shops.midori_staff):
        customer = make_customer(member.store, mobile=PHONE)
        message = make_message(member, customer=customer, phone=PHONE)
        found[member.store.slug] = {"customer": customer.pk, "message": message.pk}
    with platform_scope("a marked text"):
        MessageText.objects.filter(store=shops.midori).update(body=f"{SECRET}文章")
        Dispatch.objects.filter(store=shops.midori).update(subject=f"{SECRET}件名", reference="theirs")
        Customer.objects.filter(store=shops.midori).update(name=f"{SECRET}顧客")
    return found


@pytest.fixture
def sakura(shops: Shops) -> Program:
    """With every scope that there is."""
    return program_of(shops.sakura, scopes=list(Scope))


def asked(program: Program, operation: Operation, own: dict[str, int], named: dict[str, int]) -> Any:
    """The operation with `named` rows in address and body; whatever names none is right as it is."""
    body = BODIES.get(operation.name)
    if operation.verb == "GET":
        return program.get(operation.at(named))
    return program.post(operation.at(named), body(named) if body else None)


def test_every_address_of_the_api_stands_in_the_document_and_every_body_names_a_row() -> None:
    in_document = {operation.path.replace("{message_id}", "1") for operation in OPERATIONS}
    ours = {address for address in addresses() if address.name.startswith(("api:", "messages_api:"))}
    with_rows = {
        reverse(address.name, kwargs=dict.fromkeys(address.arguments, 1))
        for address in ours
        if address.name not in OPEN_TO_ALL
    }
    assert with_rows == in_document
    posts = {o.name for o in OPERATIONS if o.verb == "POST" and "{" not in o.path}
    assert posts == set(BODIES)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_another_stores_row_is_as_little_there_as_none_and_nothing_changes(
    sakura: Program, rows: dict[str, dict[str, int]], operation: Operation
) -> None:
    own, foreign = rows["sakura-auto"], rows["midori-estate"]
    none = {name: row + 1_000_000 for name, row in foreign.items()}
    before = everything_of("midori-estate")
    answer, absent = (asked(sakura, operation, own, named) for named in (foreign, none))
    assert (answer.status_code, answer.content) == (absent.status_code, absent.content)
    assert SECRET not in answer.content.decode()
    if operation.name == "messages_batch":
        [result] = answer.json()["results"]
        assert [error["code"] for error in result["errors"]] == ["not_found"]
    elif operation.name == "messages_list":
        assert [message["id"] for message in answer.json()["results"]] == [own["message"]]
    else:
        assert (answer.status_code, answer.json()) == NOT_FOUND
    assert everything_of("midori-estate") == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("verb", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_verb_changes_or_shows_anything_of_another_store(
    sakura: Program, rows: dict[str, dict[str, int]], operation: Operation, verb: str
) -> None:
    before = everything_of("midori-estate")
    answer = sakura.ask(verb, operation.at(rows["midori-estate"]), '{"to": "09012345678", "body": "x"}')
    assert answer.status_code < 500
    assert SECRET not in answer.content.decode()
    assert everything_of("midori-estate") == before


@pytest.mark.parametrize(
    "query",
    [{}, {"to": PHONE}, {"reference": "theirs"}, {"status": "scheduled"}, {"since": "2000-01-01T00:00:00Z"}],
    ids=str,
)
def test_no_question_finds_another_stores_messages(
    sakura: Program, rows: dict[str, dict[str, int]], query: dict[str, str]
) -> None:
    answer = sakura.get("/api/v1/messages", query)
    found = [message["id"] for message in answer.json()["results"]]
    assert found == ([] if "reference" in query else [rows["sakura-auto"]["message"]])
    beyond = sakura.get(
        "/api/v1/messages", query | {"cursor": f"below-{rows['midori-estate']['message'] + 1}"}
    )
    assert SECRET not in beyond.content.decode()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_without_a_token_nothing_is_answered_and_nothing_changes(
    shops: Shops, rows: dict[str, dict[str, int]], operation: Operation
) -> None:
    nobody = Program(program_of(shops.sakura).token, "sms_00000000_made-up")
    before = everything_of("sakura-auto")
    answer = asked(nobody, operation, rows["sakura-auto"], rows["sakura-auto"])
    assert answer.status_code == 401
    assert everything_of("sakura-auto") == before
