"""Belt 4 for programs: every path and verb of the OpenAPI document with a foreign store's token."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from accounts.models import Scope
from accounts.tenancy.scope import platform_scope
from customers.models import Appointment, Asset, Attribute, Customer, Segment, StaticList, Suppression
from messaging.models import Dispatch, MessageText
from templates_app.models import Template
from tests.customers.appointments.booked import booked
from tests.customers.consents.spoken import a_stop
from tests.customers.import_screens.brought import brought
from tests.customers.lists.kept import a_list
from tests.customers.records.defined import vehicle, vehicles
from tests.customers.searches.kept import FLAG_ON, a_search
from tests.messaging.factories import make_customer, make_message
from tests.programs import Program, problem, program_of
from tests.shops import Shops
from tests.templates_app.written import a_template
from tests.test_tenancy_sweep import PHONE, addresses, everything_of
from tests.tracking.tapped import make_code, make_target
from tracking.models import LinkTarget

SECRET = "みどりの秘密の"
NOT_FOUND = (404, problem(404, "Not Found", "Not found."))
# Addresses under /api/ that say nothing of any store.
OPEN_TO_ALL = {"api:schema", "api:docs"}

# A body that is right for each operation that takes one; `customer` and `message` are ids of a store.
BODIES: dict[str, Any] = {
    "messages_create": lambda rows: {"customer": rows["customer"], "body": "x"},
    "messages_preview": lambda rows: {"customer": rows["customer"], "body": "x"},
    "messages_batch": lambda rows: {"messages": [{"customer": rows["customer"], "body": "x"}]},
    "customers_create": lambda rows: {"name": "x"},
    "customers_change": lambda rows: {"name": "x"},
    "assets_create": lambda rows: {"customer": rows["customer"], "kind": "車両", "label": "x"},
    "assets_change": lambda rows: {"label": "x"},
    "segments_create": lambda rows: {"name": "x", "criteria": FLAG_ON},
    "segments_preview": lambda rows: {"criteria": FLAG_ON},
    "segments_change": lambda rows: {"name": "x"},
    "consents_record": lambda rows: {"purposes": ["promotion"], "granted": True, "source": "call"},
    "suppressions_create": lambda rows: {"phone": "080-1111-2222", "reason": "complaint"},
    "suppressions_lift": lambda rows: {"reason": "x"},
    "lists_create": lambda rows: {"name": "x"},
    "lists_change": lambda rows: {"name": "x"},
    "appointments_create": lambda rows: {
        "customer": rows["customer"],
        "starts_at": "2027-03-15T10:30:00+09:00",
    },
    "appointments_change": lambda rows: {"title": "x"},
    "templates_create": lambda rows: {"name": "x", "body": "x"},
    "templates_change": lambda rows: {"category": "x"},
}
# The same of operations that take a form with a file.
FORMS: dict[str, Any] = {
    "imports_create": lambda: {"file": SimpleUploadedFile("x.csv", "携帯\n090-1234-5678\n".encode())}
}
# Lists of rows, and of which: one's own are found, nobody else's.
LISTS = {
    "messages_list": "message",
    "customers_list": "customer",
    "assets_list": "asset",
    "lists_list": "list",
    "segments_list": "segment",
    "imports_list": "import",
    "appointments_list": "appointment",
    "suppressions_list": "suppression",
    "templates_list": "template",
}
# They name no row of anybody: what they answer is one's own, and of what they make.
OF_THE_STORE = {
    *(
        "attributes_list",
        "asset_kinds_list",
        "customers_create",
        "lists_create",
        "due_list",
        "imports_create",
    ),
    *("segments_create", "segments_preview", "suppressions_create"),
    *("templates_create", "merge_fields_list"),
}


@dataclass(frozen=True)
class Operation:
    name: str
    verb: str
    path: str

    def at(self, rows: dict[str, int]) -> str:
        return self.path.format(**{f"{name}_id": row for name, row in rows.items()}, code=rows["code"])


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
    owner_of = {shops.sakura.pk: shops.sakura_owner, shops.midori.pk: shops.midori_owner}
    for member in (shops.sakura_staff, shops.midori_staff):
        customer = make_customer(member.store, mobile=PHONE)
        message = make_message(member, customer=customer, phone=PHONE)
        asset = vehicle(member, customer, vehicles(member.store).kind)
        found[member.store.slug] = {"customer": customer.pk, "message": message.pk, "asset": asset.pk}
        found[member.store.slug] |= {
            "list": a_list(member, full=True).pk,
            "import": brought(member).pk,
            "appointment": booked(member, customer).pk,
            "segment": a_search(member).pk,
            "suppression": a_stop(member, phone="+817011112222").pk,
            "template": a_template(owner_of[member.store_id]).pk,
            # A code may be of figures alone.
            "code": int(make_code(make_target(member), message, code=f"{10_000_000 + message.pk}").code),
        }
    with platform_scope("a marked text"):
        MessageText.objects.filter(store=shops.midori).update(body=f"{SECRET}文章")
        Dispatch.objects.filter(store=shops.midori).update(subject=f"{SECRET}件名", reference="theirs")
        Customer.objects.filter(store=shops.midori).update(name=f"{SECRET}顧客")
        StaticList.objects.filter(store=shops.midori).update(name=f"{SECRET}リスト")
        Segment.objects.filter(store=shops.midori).update(name=f"{SECRET}検索")
        Suppression.objects.filter(store=shops.midori).update(note=f"{SECRET}メモ")
        Appointment.objects.filter(store=shops.midori).update(title=f"{SECRET}予約")
        Asset.objects.filter(store=shops.midori).update(label=f"{SECRET}車")
        Template.objects.filter(store=shops.midori).update(name=f"{SECRET}雛形")
        LinkTarget.objects.filter(store=shops.midori).update(url=f"https://midori.example/{SECRET}")
        Attribute.objects.filter(store=shops.midori).update(name=Concat(Value(SECRET), "name"))
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
    if operation.name in FORMS:
        return program.send(operation.at(named), FORMS[operation.name]())
    if operation.verb == "POST":
        return program.post(operation.at(named), body(named) if body else None)
    return program.ask(operation.verb, operation.at(named), json.dumps(body(named)) if body else "")


def test_every_address_of_the_api_stands_in_the_document_and_every_body_names_a_row() -> None:
    in_document = {re.sub(r"{\w+}", "1", operation.path) for operation in OPERATIONS}
    programs = ("api:", "messages_api:", "customers_api:", "templates_api:", "links_api:")
    ours = {address for address in addresses() if address.name.startswith(programs)}
    with_rows = {
        reverse(address.name, kwargs=dict.fromkeys(address.arguments, 1))
        for address in ours
        if address.name not in OPEN_TO_ALL
    }
    assert with_rows == in_document
    with_body = {o.name for o in OPERATIONS if o.verb == "PATCH" or (o.verb == "POST" and "{" not in o.path)}
    asked_with = set(BODIES) | set(FORMS)
    assert with_body <= asked_with <= {operation.name for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_another_stores_row_is_as_little_there_as_none_and_nothing_changes(
    sakura: Program, rows: dict[str, dict[str, int]], operation: Operation
) -> None:
    own, foreign = rows["sakura-auto"], rows["midori-estate"]
    none = {name: row + 1_000_000 for name, row in foreign.items()}
    before = everything_of("midori-estate")
    answer, absent = (asked(sakura, operation, own, named) for named in (foreign, none))
    if operation.name not in OF_THE_STORE:
        assert (answer.status_code, answer.content) == (absent.status_code, absent.content)
    assert SECRET not in answer.content.decode()
    if operation.name == "messages_batch":
        [result] = answer.json()["results"]
        assert [error["code"] for error in result["errors"]] == ["not_found"]
    elif operation.name in LISTS:
        assert [row["id"] for row in answer.json()["results"]] == [own[LISTS[operation.name]]]
    elif operation.name not in OF_THE_STORE:
        assert (answer.status_code, answer.json()) == NOT_FOUND
    assert everything_of("midori-estate") == before


@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
def test_no_verb_changes_or_shows_anything_of_another_store(
    sakura: Program, rows: dict[str, dict[str, int]], path: str
) -> None:
    before = everything_of("midori-estate")
    named = Operation("", "", path).at(rows["midori-estate"])
    for verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = sakura.ask(verb, named, '{"to": "09012345678", "body": "x"}')
        assert answer.status_code < 500, verb
        assert SECRET not in answer.content.decode(), verb
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
