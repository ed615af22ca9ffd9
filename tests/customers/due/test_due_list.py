"""Due lists: what falls due in a window, in order, page after page."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope, store_scope
from customers.criteria.due_window import DueWindow, due_window_in
from customers.domain.suppress_number import suppress_number
from customers.models import Asset, DueKind
from customers.queries.due.due_list import due_page
from messaging.models import Purpose, State
from tests.conftest import SignIn
from tests.customers.due.dates import asset_due, due_kind
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, names_listed, text_of
from tests.messaging.factories import make_message
from tests.shops import Shops

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DUE = "/stores/sakura-auto/due/"


def today(shops: Shops) -> date:
    return timezone.now().astimezone(shops.sakura.zone).date()


def listed(client: Client, **query: Any) -> list[str]:
    return names_listed(client.get(DUE, query))


def test_a_store_without_kinds_is_told_what_to_do_first(shops: Shops, sign_in: SignIn) -> None:
    words = text_of(sign_in(shops.sakura_manager).get(DUE))
    assert "Nothing falls due yet" in words
    assert "Fields and kinds" in words


def test_each_window_shows_its_days_and_no_others(shops: Shops, sign_in: SignIn) -> None:
    kind, day = due_kind(shops.sakura), today(shops)
    other = due_kind(shops.sakura, "点検")
    offsets = [-400, -1, 0, 30, 31, 60, 61, 90, 91]
    for offset in offsets:
        customer = entered(shops.sakura, f"{offset}", mobile=None)
        asset_due(customer, kind, day + timedelta(days=offset))
    asset_due(entered(shops.sakura, "点検の客", mobile=None), other, day)
    foreign = due_kind(shops.midori)
    asset_due(entered(shops.midori, "みどり", mobile=None), foreign, day)
    client = sign_in(shops.sakura_staff)
    shown = {span: listed(client, kind=kind.pk, span=span) for span in ("overdue", "30", "60", "90")}
    assert shown == {
        "overdue": ["-400", "-1"],
        "30": ["0", "30"],
        "60": ["0", "30", "31", "60"],
        "90": ["0", "30", "31", "60", "61", "90"],
    }
    assert listed(client, kind=other.pk, span="30") == ["点検の客"]
    assert client.get(DUE, {"kind": foreign.pk}).status_code == 404


def test_months_begin_and_end_with_the_calendar(shops: Shops, sign_in: SignIn) -> None:
    kind = due_kind(shops.sakura)
    days = ["2028-01-31", "2028-02-01", "2028-02-29", "2028-03-01", "2028-12-31", "2029-01-01"]
    for day in days:
        asset_due(entered(shops.sakura, day, mobile=None), kind, date.fromisoformat(day))
    client = sign_in(shops.sakura_staff)
    assert listed(client, kind=kind.pk, month="2028-02") == ["2028-02-01", "2028-02-29"]
    assert listed(client, kind=kind.pk, month="2028-12") == ["2028-12-31"]
    assert listed(client, kind=kind.pk, since="2028-02-29", until="2028-12-31") == days[2:5]
    assert listed(client, kind=kind.pk, since="2028-03-01") == days[3:]
    page = client.get(DUE, {"kind": str(kind.pk), "month": "2028-12"}).content.decode()
    assert "month=2028-11" in page
    assert "month=2029-01" in page


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"month": "2028-13"}, "A month looks like 2026-11."),
        ({"since": "2028-02-02", "until": "2028-02-01"}, "This day is before the first one."),
        ({"since": "2028-02-30"}, "Enter a valid date."),
    ],
)
def test_a_window_that_is_none_is_said_beside_its_field(
    shops: Shops, sign_in: SignIn, query: dict[str, str], error: str
) -> None:
    kind = due_kind(shops.sakura)
    asset_due(entered(shops.sakura, mobile=None), kind, date(2028, 2, 1))
    page = sign_in(shops.sakura_staff).get(DUE, {"kind": str(kind.pk), **query})
    assert (page.status_code, names_listed(page), errors_shown(page)) == (200, [], [error])
    for value in query.values():
        assert f'value="{value}"' in page.content.decode()


def test_this_month_and_next_are_those_of_the_stores_calendar(shops: Shops, sign_in: SignIn) -> None:
    kind, first = due_kind(shops.sakura), today(shops).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    asset_due(entered(shops.sakura, "this", mobile=None), kind, first)
    asset_due(entered(shops.sakura, "next", mobile=None), kind, following)
    asset_due(entered(shops.sakura, "before", mobile=None), kind, first - timedelta(days=1))
    client = sign_in(shops.sakura_staff)
    assert listed(client) == ["this"]
    assert listed(client, span="next_month") == ["next"]


def test_pages_show_every_date_once_in_order_forwards_and_backwards(shops: Shops, sign_in: SignIn) -> None:
    kind, customer = due_kind(shops.sakura), entered(shops.sakura, mobile=None)
    for number in range(120):
        asset_due(customer, kind, date(2028, 2, 1 + number // 40), f"車{number:03}")
    client = sign_in(shops.sakura_staff)
    address, forwards = f"{DUE}?kind={kind.pk}&month=2028-02", []
    while address:
        page = client.get(address).content.decode()
        forwards.append(re.findall(r"車\d{3}", re.sub(r'<span class="visually-hidden">.*?</span>', "", page)))
        found = re.search(r'href="([^"]*)" rel="next"', page)
        address = DUE + found[1].replace("&amp;", "&") if found else ""
    assert [len(page) for page in forwards] == [50, 50, 20]
    assert sum(forwards, []) == [f"車{number:03}" for number in range(120)]
    with store_scope(shops.sakura.pk):
        window = DueWindow(kind.pk, date(2028, 2, 1), date(2028, 2, 29))
        actor = shops.sakura_staff
        first = due_page(actor, window)
        second = due_page(actor, window, after=first.after)
        assert first.before is None
        back = due_page(actor, window, before=second.before)
        assert [row.due.pk for row in back.rows] == [row.due.pk for row in first.rows]
        assert (back.before, back.after, back.count) == (None, first.after, 120)
        last = due_page(actor, window, after=second.after)
        assert (len(last.rows), last.after) == (20, None)


def test_a_row_shows_the_asset_flags_stop_and_the_last_message_with_its_result(
    shops: Shops, sign_in: SignIn
) -> None:
    kind, day = due_kind(shops.sakura), today(shops)
    phone = "+819011112222"
    customer = entered(shops.sakura, mobile=phone, sms_flag=True)
    asset_due(customer, kind, day + timedelta(days=3), "プリウス 白", number="品川 300 あ 12-34")
    asset_due(entered(shops.sakura, "佐藤", mobile="+819033334444"), kind, day + timedelta(days=40))
    asset_due(entered(shops.sakura, "鈴木", mobile=None), kind, day)
    asset_due(entered(shops.sakura, "高橋", mobile=None), kind, day - timedelta(days=1))
    sent = datetime(2026, 11, 1, 3, 4, tzinfo=UTC)
    make_message(shops.sakura_staff, phone=phone, state=State.UNDELIVERED, created_at=sent, reason="refused")
    make_message(shops.sakura_staff, phone=phone, state=State.DELIVERED, purpose=Purpose.PROMOTION)
    make_message(shops.midori_staff, phone=phone, state=State.DELIVERED)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=phone, reason="at_request")
    page = sign_in(shops.sakura_staff).get(
        DUE, {"since": str(day - timedelta(days=9)), "until": str(day + timedelta(days=99))}
    )
    rows = [
        " ".join(text_of_row(row))
        for row in re.findall(r"<tr>.*?</tr>", page.content.decode(), re.DOTALL)[1:]
    ]
    for word in ("3 days left", "プリウス 白", "品川 300 あ 12-34", "090-1111-2222", "Stopped", "Refused"):
        assert word in rows[2]
    assert "2026-11-01 12:04" in rows[2]
    assert "SMS flag of the asset off" in rows[2]
    assert "1 day overdue" in rows[0]
    assert "Due today" in rows[1]
    assert "No mobile number" in rows[1]
    assert "40 days left" in rows[3]


def text_of_row(row: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", row).split()


def test_an_archived_asset_is_not_due(shops: Shops, sign_in: SignIn) -> None:
    kind = due_kind(shops.sakura)
    asset = asset_due(entered(shops.sakura, mobile=None), kind, today(shops))
    client = sign_in(shops.sakura_staff)
    assert listed(client, span="30") == ["山田 太郎"]
    with store_scope(shops.sakura.pk):
        Asset.objects.filter(pk=asset.pk).update(archived_at=timezone.now())
    assert listed(client, span="30") == []


def test_the_page_asks_as_often_for_three_rows_as_for_one(shops: Shops, sign_in: SignIn) -> None:
    kind, client = due_kind(shops.sakura), sign_in(shops.sakura_manager)
    asked = []
    for phones in (["+819011112222"], ["+819033334444", "+819055556666"]):
        for phone in phones:
            asset_due(entered(shops.sakura, phone, mobile=phone), kind, today(shops))
            make_message(shops.sakura_staff, phone=phone)
        client.get(DUE, {"span": "30"})
        with CaptureQueriesContext(connection) as queries:
            client.get(DUE, {"span": "30"})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_file_has_every_row_and_runs_in_no_spreadsheet(shops: Shops, sign_in: SignIn) -> None:
    kind, day = due_kind(shops.sakura), today(shops)
    customer = entered(
        shops.sakura, "=cmd()", kana="ヤマダ", mobile="+819011112222", number="007", sms_flag=True
    )
    asset_due(customer, kind, day - timedelta(days=2), "-1+1", number="@x")
    client = sign_in(shops.sakura_manager)
    answer = client.post(f"{DUE}export/?kind={kind.pk}&span=overdue")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[1:] == [
        [
            str(day - timedelta(days=2)), "-2", "車検", "'-1+1", "'@x", "'=cmd()", "ヤマダ", "'007",
            "090-1111-2222", "on", "off", "", "", "",
        ]
    ]  # fmt: skip
    assert len(rows[0]) == 14
    with platform_scope("a look at the audit log"):
        line = AuditEntry.objects.get(action="due_list.exported")
    assert line.details == {"kind": str(kind.pk), "span": "overdue"}
    shops.sakura_staff.withheld_permissions = [Permission.CUSTOMERS_EXPORT]
    assert sign_in(shops.sakura_staff).post(f"{DUE}export/?kind={kind.pk}").status_code == 403


def test_the_print_view_has_the_rows_without_ticks(shops: Shops, sign_in: SignIn) -> None:
    kind = due_kind(shops.sakura)
    asset_due(entered(shops.sakura, mobile=None), kind, today(shops))
    page = sign_in(shops.sakura_staff).get(f"{DUE}print/", {"span": "30"})
    assert names_listed(page) == ["山田 太郎"]
    assert "data-tick" not in page.content.decode()


def test_a_window_is_the_same_after_a_way_through_an_address(shops: Shops) -> None:
    for window in (
        DueWindow(3),
        DueWindow(3, date(2028, 2, 1), None),
        DueWindow(3, None, date(2028, 2, 29)),
        DueWindow(3, date(2028, 2, 1), date(2028, 2, 29)),
    ):
        assert due_window_in(window.source) == window
    for made_up in ("due:x::", "due:3", "list:3", "due:3:2028-02-30:", "due:3:----------:"):
        assert due_window_in(made_up) is None


def test_two_kinds_of_one_name_are_told_apart(shops: Shops, sign_in: SignIn) -> None:
    due_kind(shops.sakura, "点検")
    due_kind(shops.sakura, "点検", asset_kind="バイク")
    words = text_of(sign_in(shops.sakura_staff).get(DUE))
    assert "車両: 点検" in words
    assert "バイク: 点検" in words
    with store_scope(shops.sakura.pk):
        assert DueKind.objects.count() == 2
