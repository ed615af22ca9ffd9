"""The history as a file for a spreadsheet."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from typing import Any, cast

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import translation

from accounts.models import AuditEntry
from accounts.tenancy.scope import ScopeMissing, current_scope, store_scope
from messaging.models import Reason, State
from messaging.queries.history import HistoryFilter, history_chunks
from messaging.views.export import harmless, history_lines
from tests.conftest import SignIn
from tests.messaging.factories import make_attempt, make_customer, make_message
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/export/"
HEADING = [
    "メッセージID",
    "受付日時",
    "送信日時",
    "端末への到達日時",
    "結果",
    "氏名",
    "電話番号",
    "件名",
    "本文",
    "文字数",
    "課金通数",
    "携帯会社",
    "目的",
    "送信者",
    "メモ",
]


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_manager)


def sheet(pieces: Iterable[Any]) -> list[list[str]]:
    text = b"".join(pieces).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline="")))


def exported(client: Client, query: str = "") -> list[list[str]]:
    answer = cast(StreamingHttpResponse, client.post(PATH + query))
    assert answer.status_code == 200
    return sheet(cast(Iterable[bytes], answer.streaming_content))


def test_the_file_holds_exactly_the_history_in_the_stores_time(shops: Shops, client: Client) -> None:
    customer = make_customer(shops.sakura, name="髙橋 健一")
    delivered = make_message(
        shops.sakura_staff,
        state=State.DELIVERED,
        customer=customer,
        subject="入荷",
        body='一行目\n"二行目", 三',
        memo="店長",
        created_at=datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
    )
    make_attempt(delivered, parts=2, carrier="rakuten")
    make_message(shops.midori_staff)
    failed = make_message(
        shops.sakura_manager,
        state=State.FAILED,
        reason=Reason.NUMBER_REFUSED,
        name="佐藤",
        created_at=datetime(2026, 11, 20, 15, 0, 0, 999, tzinfo=UTC),
    )
    assert exported(client) == [
        HEADING,
        [
            str(failed.pk),
            "2026-11-21 00:00:00+09:00",
            "",
            "",
            "番号の受付不可",
            "佐藤",
            "090-1234-5678",
            "入荷のお知らせ",
            "ご注文の品が届きました。",
            "12",
            "",
            "",
            "お知らせ",
            "さくら自動車 manager",
            "",
        ],
        [
            str(delivered.pk),
            "2026-11-20 11:30:00+09:00",
            "2026-11-20 11:30:01+09:00",
            "2026-11-20 11:30:02+09:00",
            "送達",
            "髙橋 健一",
            "090-1234-5678",
            "入荷",
            '一行目\n"二行目", 三',
            "12",
            "2",
            "楽天モバイル",
            "お知らせ",
            "さくら自動車 staff",
            "店長",
        ],
    ]


def test_the_file_is_named_for_the_store_and_never_kept_by_caches(shops: Shops, client: Client) -> None:
    answer = client.post(PATH)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="sakura-auto-messages-20')
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_holds_what_the_filter_shows(shops: Shops, client: Client) -> None:
    failed = make_message(shops.sakura_staff, state=State.FAILED)
    make_message(shops.sakura_staff, state=State.DELIVERED)
    assert [row[0] for row in exported(client, "?state=failed")] == ["メッセージID", str(failed.pk)]


@pytest.mark.parametrize("query", ["?state=asleep", "?since=yesterday"])
def test_a_filter_that_cannot_be_read_leads_back_to_the_page(
    shops: Shops, client: Client, query: str
) -> None:
    answer = client.post(PATH + query)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/stores/sakura-auto/messages/{query}")


def test_a_customer_of_another_store_does_not_exist(shops: Shops, client: Client) -> None:
    theirs = make_customer(shops.midori)
    assert client.post(f"{PATH}?customer={theirs.pk}").status_code == 404


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+81", "'+81"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r\n=1", "'\r\n=1"),
        ("＝１", "'＝１"),
        ("＠", "'＠"),
        ("1=1", "1=1"),
        ("090-1234-5678", "090-1234-5678"),
        ("20261123115504", "'20261123115504"),
        ("12345678901", "12345678901"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_or_round_is_text(cell: str, written: str) -> None:
    assert harmless(cell) == written


def test_typed_formulas_are_text_in_every_column_that_people_fill(shops: Shops, client: Client) -> None:
    make_message(
        shops.sakura_staff,
        name="=1+1",
        subject="@SUM(A1)",
        body="-2+3",
        memo="\t=cmd",
        phone="+12025550143",
    )
    [_, row] = exported(client)
    assert [row[5], row[6], row[7], row[8], row[14]] == [
        "'=1+1",
        "'+1 202-555-0143",
        "'@SUM(A1)",
        "'-2+3",
        "'\t=cmd",
    ]


def test_the_file_is_made_outside_the_request_in_a_scope_and_language_of_its_own(shops: Shops) -> None:
    message = make_message(shops.sakura_staff, state=State.DELIVERED)
    make_message(shops.midori_staff)
    lines = history_lines(shops.sakura_manager, HistoryFilter(), language="en")
    with translation.override("ja"):
        heading = next(lines)
        with pytest.raises(ScopeMissing):
            current_scope()
        row = next(lines)
    assert heading.startswith("\ufeffMessage ID,Ordered,Sent")
    assert row.startswith(f"{message.pk},")
    assert ",Delivered," in row
    assert list(lines) == []


def test_the_chunks_hold_every_message_once_and_nothing_newer_than_their_start(shops: Shops) -> None:
    made = [make_message(shops.sakura_staff, state=State.FAILED).pk for _ in range(5)]
    chunks = history_chunks(shops.sakura_manager, HistoryFilter(), size=2)
    first = next(chunks)
    make_message(shops.sakura_staff)
    assert [[m.pk for m in chunk] for chunk in (first, *chunks)] == [
        [made[4], made[3]],
        [made[2], made[1]],
        [made[0]],
    ]


def test_an_export_is_audited_without_what_was_typed(shops: Shops, client: Client) -> None:
    exported(client, "?q=090-1234-5678&state=failed")
    with store_scope(shops.sakura.pk):
        entries = list(AuditEntry.objects.values_list("action", "actor", "object_type", "details"))
    assert entries == [
        ("messages.exported", shops.sakura_manager.pk, "accounts.store", {"state": "failed", "q": "…"})
    ]


def test_staff_cannot_take_the_history_out_of_the_house(shops: Shops, sign_in: SignIn) -> None:
    make_message(shops.sakura_staff)
    assert sign_in(shops.sakura_staff).post(PATH).status_code == 403
    assert sign_in(shops.midori_owner).post(PATH).status_code == 404
    assert sign_in(shops.sakura_owner).get(PATH).status_code == 405
    with store_scope(shops.sakura.pk):
        assert AuditEntry.objects.count() == 0
