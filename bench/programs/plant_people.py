"""A store of its own with customers, three assets each with their due dates, contacts, stops, and sent messages."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from django.db import connection

from accounts.domain.open_store import let_in, open_store
from accounts.models import Membership, Role, Store
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import array_literal, changed_by
from bench.options import options_of
from bench.phones import phone_of
from customers.demo.names import FAMILY_NAMES, GIVEN_NAMES
from customers.domain.searches.save_segment import save_segment
from customers.models import AssetKind, Attribute, DueKind
from customers.queries.searches.found import search_in
from customers.text_search import search_columns
from messaging.models import Dispatch, GatewayAccount, GatewayGrant

ASSETS_EACH = 3
_BODIES = ["軽自動車", "ミニバン", "セダン", "トラック", "SUV"]
_COLUMNS = (
    "store_id, number, kind, name, kana, company_name, mobile, postal_code, address, email, language, attributes, "
    "notes, sms_flag, created_at, updated_at, sort_key, search_text, search_grams, search_number, mobile_reversed, "
    "landline_reversed"
)
# Years ahead or behind: one in twelve or so falls due within 30 days.
_STATEMENTS = """
INSERT INTO customers_contact (store_id, customer_id, last_texted_at)
SELECT store_id, id, now() - (id %% 120) * interval '1 day' FROM customers_customer
WHERE store_id = %(store)s AND id %% 2 = 0;

INSERT INTO customers_asset
    (store_id, customer_id, kind_id, label, number, attributes, sms_flag, notes, created_at, updated_at)
SELECT store_id, id, %(kind)s, 'car ' || id, 'N' || id || '-' || at,
    jsonb_build_object(%(attribute)s::text, (%(bodies)s::text[])[1 + (id * 7 + at * 3) %% 5]), at = 1, '', now(), now()
FROM customers_customer, generate_series(1, %(each)s) AS at WHERE store_id = %(store)s;

INSERT INTO customers_assetdue (store_id, asset_id, kind_id, date)
SELECT store_id, id, %(due)s, current_date - 10 + ((id * 31) %% 365)::int FROM customers_asset
WHERE store_id = %(store)s;

INSERT INTO customers_suppression (store_id, phone, purpose, reason, note, created_at, lift_reason)
SELECT DISTINCT ON (mobile) store_id, mobile, 'all', 'at_request', '', now() - (id %% 900) * interval '1 hour', ''
FROM customers_customer WHERE store_id = %(store)s AND id %% 20 = 0;

WITH sent AS (
    INSERT INTO messaging_message
        (store_id, dispatch_id, account_id, state, lane, reason, attempts, due_at, created_at, accepted_at, closed_at)
    SELECT %(store)s, %(dispatch)s, %(account)s, 'delivered', 'bulk', '', 1, now(), now(), now(), now()
    FROM generate_series(1, %(count)s) RETURNING id
), people AS (
    SELECT id, mobile, row_number() OVER () AS at FROM customers_customer WHERE store_id = %(store)s
), numbered AS (SELECT id, row_number() OVER () AS at FROM sent)
INSERT INTO messaging_messagetext (store_id, message_id, dispatch_id, customer_id, phone, recipient_name, topic, body,
    length, parts_docomo, parts_au, parts_softbank, parts_rakuten)
SELECT %(store)s, numbered.id, %(dispatch)s, people.id, people.mobile, '', people.id, '点検の時期です', 7, 1, 1, 1, 1
FROM numbered JOIN people USING (at)
"""


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """`--slug` of the new store, `--count` of its customers. Answers with the ids that pages need."""
    asked = options_of(arguments, slug=str, count=int)
    store = open_store(slug=asked.slug, name=asked.slug, formal_name=asked.slug, status=Store.Status.ACTIVE)
    owner = let_in(
        store=store, email=f"owner@{asked.slug}.example", name="owner", password=None, role=Role.OWNER
    )
    with store_scope(store.pk):
        copy_customers(store, asked.count)
        planted = _definitions() | _dispatch(store, owner)
        for statement in _STATEMENTS.split(";\n"):
            changed_by(
                statement,
                planted | {"store": store.pk, "count": asked.count, "each": ASSETS_EACH, "bodies": _BODIES},
            )
        segment = _segment(owner, planted)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM customers_customer WHERE store_id = %s ORDER BY sort_key, id OFFSET %s LIMIT 1",
                [store.pk, asked.count // 2],
            )
            [middle] = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"segment": segment, "due": planted["due"], "middle": middle}


def copy_customers(store: Store, count: int) -> None:
    """`count` persons of the store, by COPY."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY customers_customer ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for row in _customers(store, count):
            copy.write_row(row)


def _customers(store: Store, count: int) -> Iterator[list[Any]]:
    """As an import writes them; each name's search columns are made once."""
    known = []
    for (family, family_kana, *_), (given, given_kana, *_) in product(FAMILY_NAMES, GIVEN_NAMES):
        name, kana = f"{family} {given}", f"{family_kana} {given_kana}"
        known.append(
            (
                name,
                kana,
                search_columns(name=name, kana=kana, company_name="", number="", mobile=None, landline=None),
            )
        )
    now = "now"
    for at in range(count):
        name, kana, found = known[at * 7919 % len(known)]
        mobile = phone_of(at)
        national = "0" + mobile.removeprefix("+81")
        yield [
            store.pk,
            f"K{at:07}",
            "person",
            name,
            kana,
            "",
            mobile,
            "",
            "",
            "",
            "ja",
            "{}",
            "",
            at % 3 > 0,
            now,
            now,
            found.sort_key,
            found.search_text,
            array_literal(found.search_grams),
            f"k{at:07}",
            national[::-1],
            "",
        ]


def _definitions() -> dict[str, int]:
    kind = AssetKind.objects.create(name="車両")
    attribute = Attribute.objects.create(asset_kind=kind, name="車種", kind="choice", choices=_BODIES)
    due = DueKind.objects.create(asset_kind=kind, name="車検")
    return {"kind": kind.pk, "attribute": attribute.pk, "due": due.pk}


def _dispatch(store: Store, owner: Membership) -> dict[str, int]:
    account = GatewayAccount.objects.order_by("id")[0]
    GatewayGrant.objects.create(store=store, account=account)
    dispatch = Dispatch.objects.create(
        key=uuid.uuid4(), fingerprint="0" * 64, source="quick_send", lane="bulk", purpose="notice", author=owner,
        subject="bench", body="お車の点検の時期です",
    )  # fmt: skip
    return {"dispatch": dispatch.pk, "account": account.pk}


def _segment(owner: Membership, planted: dict[str, int]) -> int:
    """Three criteria: a minivan, due within 30 days (the same asset), and its owner not texted for 30 days."""
    attribute, due = planted["attribute"], planted["due"]
    minivan = {"field": f"asset.attribute.{attribute}", "operator": "any_of", "value": ["ミニバン"]}
    soon = {"field": f"due.{due}", "operator": "within_next_days", "value": 30}
    quiet = {"field": "contact.last_texted_at", "operator": "not_within_last_days", "value": 30}
    search = search_in({"all": [{"asset": {"all": [minivan, soon]}}, quiet]})
    return int(save_segment(actor=owner, name="bench", search=search).pk)
