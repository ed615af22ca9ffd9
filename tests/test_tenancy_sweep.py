"""Belt 4: every address, every role, every verb. What belongs to another store does not exist."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import ApiToken, Membership, Role
from accounts.tenancy.rows import StoreRow
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import (
    Appointment,
    Asset,
    AssetKind,
    Attribute,
    BulkChange,
    Customer,
    DueKind,
    Import,
    Segment,
    StaticList,
    Suppression,
    Upload,
)
from messaging.models import Dispatch, Draft, GatewayAccount, Message, MessageText
from templates_app.models import Template
from tests.conftest import SignIn
from tests.customers.appointments.booked import booked
from tests.customers.consents.spoken import evidenced
from tests.customers.import_screens.brought import brought
from tests.customers.lists.kept import a_list
from tests.customers.records.defined import vehicle, vehicles
from tests.customers.searches.kept import a_search
from tests.messaging.factories import make_customer, make_message
from tests.messaging.prices.priced import own_account
from tests.programs import program_of
from tests.shops import Shops
from tests.templates_app.written import a_template
from tests.tracking.tapped import make_target
from tracking.models import LinkTarget

VERBS = ("get", "post", "put", "patch", "delete", "options")
PHONE = "+819012345678"

# Addresses that are not a store's, and who may open them.
WITHOUT_STORE = {
    "healthz", "readyz", "gateway_receipts", "set_language",
    "account_login", "account_logout", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_set_password", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "accounts:home", "accounts:choose_store",
    # For anybody, within one store that its slug names: tests/customers/sign_up/test_join.py.
    "join:page", "join:code",
    # For whoever was sent the code, within one store that it names: tests/messaging/recipients/.
    "recipients:opt_out", "recipients:page",
}  # fmt: skip

# What names a row in an address: argument > which row of the store.
ROWS_IN_ADDRESSES = {
    "customer_id": Customer,
    "suppression_id": Suppression,
    "message_id": Message,
    "token_id": ApiToken,
    "dispatch_id": Dispatch,
    "evidence_id": Upload,
    "asset_id": Asset,
    "import_id": Import,
    "asset_kind_id": AssetKind,
    "attribute_id": Attribute,
    "change_id": BulkChange,
    "due_kind_id": DueKind,
    "list_id": StaticList,
    "appointment_id": Appointment,
    "segment_id": Segment,
    "draft_id": Draft,
    "template_id": Template,
    "target_id": LinkTarget,
    # Of a legal entity, not of a store: one of its own, granted to the store.
    "account_id": GatewayAccount,
}


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]

    @property
    def of_a_store(self) -> bool:
        return "store_slug" in self.arguments

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(argument for argument in self.arguments if argument != "store_slug")


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver(), "", ()), key=lambda address: address.name)


def _walk(resolver: URLResolver, namespace: str, arguments: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        found = (*arguments, *entry.pattern.converters, *getattr(entry.pattern.regex, "groupindex", {}))
        found = tuple(dict.fromkeys(found))
        if isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}", found)
        else:
            yield from _walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, found)


OF_A_STORE = [address for address in addresses() if address.of_a_store]
# By the name before the colon: a test each, since making the rows costs more than knocking.
GROUPS = sorted({address.name.partition(":")[0] for address in OF_A_STORE})


def in_group(group: str) -> list[Address]:
    return [address for address in OF_A_STORE if address.name.partition(":")[0] == group]


def test_every_address_is_a_stores_or_on_the_list_and_names_rows_that_the_sweep_knows() -> None:
    others = {address.name for address in addresses() if not address.of_a_store}
    # Programs' addresses name no store: the token does. They are swept by the document (tests/test_api_sweep.py).
    assert {
        name
        for name in others
        if not name.startswith(("api:", "messages_api:", "customers_api:", "templates_api:", "links_api:"))
    } == WITHOUT_STORE
    assert {row for address in OF_A_STORE for row in address.rows} == set(ROWS_IN_ADDRESSES)


@pytest.fixture
def rows(shops: Shops) -> dict[str, dict[str, int]]:
    """One row of each kind in each store, with the same numbers: {slug: {argument: id}}."""
    found = {}
    owner_of = {shops.sakura.pk: shops.sakura_owner, shops.midori.pk: shops.midori_owner}
    for membership in (shops.sakura_staff, shops.midori_staff):
        customer = make_customer(membership.store, mobile=PHONE)
        message = make_message(membership, customer=customer, phone=PHONE)
        with store_scope(membership.store_id):
            stop = suppress_number(actor=membership, phone=PHONE, reason="at_request")
        found[membership.store.slug] = {
            "customer_id": customer.pk,
            "suppression_id": stop.pk,
            "message_id": message.pk,
            "dispatch_id": message.dispatch_id,
            "token_id": program_of(membership.store).token.pk,
            **rows_of_records(membership, customer),
            "list_id": a_list(membership, full=True).pk,
            "import_id": brought(membership).pk,
            "evidence_id": evidenced(membership).pk,
            "appointment_id": booked(membership, customer).pk,
            "segment_id": a_search(membership).pk,
            "draft_id": a_draft(membership).pk,
            "template_id": a_template(owner_of[membership.store_id], "雛形").pk,
            "target_id": make_target(membership, origin=message.dispatch_id).pk,
            "account_id": own_account(membership, membership.store.slug).pk,
        }
    return found


def a_draft(membership: Membership) -> Draft:
    with store_scope(membership.store_id):
        draft: Draft = Draft.objects.create(store=membership.store, owner=membership, source="quick_send")
    return draft


def rows_of_records(membership: Membership, customer: Customer) -> dict[str, int]:
    """What a store defined, and what it looks after for a customer."""
    known = vehicles(membership.store)
    asset = vehicle(membership, customer, known.kind, dues={known.oil.pk: date(2027, 1, 1)})
    with store_scope(membership.store_id):
        change = BulkChange.objects.create(of="customers", flag=True, changed_ids=[customer.pk], changed=1)
    return {
        "asset_id": asset.pk,
        "asset_kind_id": known.kind.pk,
        "attribute_id": known.model.pk,
        "change_id": change.pk,
        "due_kind_id": known.oil.pk,
    }


def everything_of(slug: str) -> dict[str, str]:
    """A digest of each table's rows of one store."""
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, StoreRow)]
    digests = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT t.* FROM {table} AS t JOIN accounts_store AS s ON s.id = t.store_id "
                "WHERE s.slug = %s ORDER BY 1, 2, 3",
                [slug],
            )
            digests[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return digests


def knocks(client: Client, path: str) -> dict[str, int]:
    return {verb: getattr(client, verb)(path, {"step": "send", "body": "x"}).status_code for verb in VERBS}


def knocks_undone(client: Client, path: str) -> dict[str, int]:
    """The same answers, and nothing stays of what they changed."""
    with transaction.atomic():
        answers = knocks(client, path)
        transaction.set_rollback(True)
    return answers


@pytest.mark.parametrize("group", GROUPS)
def test_another_stores_address_is_not_found_by_any_role_with_any_verb_and_nothing_changes(
    shops: Shops, sign_in: SignIn, rows: dict[str, dict[str, int]], group: str
) -> None:
    before = everything_of("midori-estate")
    clients = {role: sign_in(getattr(shops, f"sakura_{role}")) for role in Role.values}
    for (role, client), address in product(clients.items(), in_group(group)):
        own = {name: rows["midori-estate"][name] for name in address.rows}
        path = reverse(address.name, kwargs={"store_slug": "midori-estate", **own})
        assert knocks(client, path) == dict.fromkeys(VERBS, 404), (role, address.name)
    assert everything_of("midori-estate") == before


@pytest.mark.parametrize("group", [group for group in GROUPS if any(a.rows for a in in_group(group))])
@pytest.mark.parametrize("role", Role.values)
def test_another_stores_row_is_not_found_in_ones_own_store_and_nothing_changes(
    shops: Shops, sign_in: SignIn, rows: dict[str, dict[str, int]], group: str, role: str
) -> None:
    client = sign_in(getattr(shops, f"sakura_{role}"))
    before = everything_of("midori-estate"), everything_of("sakura-auto")
    for address in in_group(group):
        own = {name: rows["sakura-auto"][name] for name in address.rows}
        arguments = {"store_slug": "sakura-auto", **own}
        own_path = reverse(address.name, kwargs=arguments)
        for foreign in address.rows:
            path = reverse(address.name, kwargs=arguments | {foreign: rows["midori-estate"][foreign]})
            answers = knocks(client, path)
            if role != Role.OWNER:
                # 403 tells nothing of the row where one's own row answers the same.
                allowed = knocks_undone(client, own_path)
                answers = {
                    verb: code for verb, code in answers.items() if (code, allowed[verb]) != (403, 403)
                }
            assert set(answers.values()) <= {404, 405}, (address.name, foreign, answers)
    assert (everything_of("midori-estate"), everything_of("sakura-auto")) == before


@pytest.mark.parametrize("group", GROUPS)
def test_without_signing_in_every_address_of_a_store_leads_to_the_sign_in(
    shops: Shops, client: Client, rows: dict[str, dict[str, int]], group: str
) -> None:
    before = everything_of("sakura-auto")
    for address in in_group(group):
        own = {name: rows["sakura-auto"][name] for name in address.rows}
        path = reverse(address.name, kwargs={"store_slug": "sakura-auto", **own})
        for verb in VERBS:
            answer = getattr(client, verb)(path)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (
                302,
                reverse("account_login"),
            ), (verb, address.name)
    assert everything_of("sakura-auto") == before


def test_nothing_of_one_stores_shows_on_any_page_of_the_other(
    shops: Shops, sign_in: SignIn, rows: dict[str, dict[str, int]]
) -> None:
    with platform_scope("a marked text"):
        MessageText.objects.filter(store=shops.midori).update(body="みどりの秘密の文章")
        Customer.objects.filter(store=shops.midori).update(
            name="みどりの秘密の顧客", notes="みどりの秘密のメモ"
        )
        StaticList.objects.filter(store=shops.midori).update(name="みどりの秘密のリスト")
        Appointment.objects.filter(store=shops.midori).update(title="みどりの秘密の予約")
        Template.objects.filter(store=shops.midori).update(name="みどりの秘密の雛形")
        LinkTarget.objects.filter(store=shops.midori).update(url="https://midori.example/秘密")
    client = sign_in(shops.sakura_owner)
    for address in OF_A_STORE:
        own = {name: rows["sakura-auto"][name] for name in address.rows}
        path = reverse(address.name, kwargs={"store_slug": "sakura-auto", **own})
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert "秘密" not in content.decode(errors="replace"), address.name
