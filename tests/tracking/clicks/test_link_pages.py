"""The pages of links: how many people, previews and scans apart, when, and who."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.models import MessageText
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.messaging.factories import make_customer, make_message
from tests.messaging.history.reading import neighbours, words
from tests.shops import Shops
from tests.tracking.tapped import URL, make_code, make_hits, make_target
from tracking.models import Hit, HitKind, LinkTarget
from tracking.queries.link_list import PAGE_SIZE
from tracking.queries.tapped import PAGE_SIZE as PEOPLE_PAGE

PATH = "/stores/sakura-auto/links/"
# 11:30 in Tokyo.
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
PERSON, PREVIEW, SCANNER, UNKNOWN = HitKind.PERSON, HitKind.PREVIEW, HitKind.SCANNER, HitKind.UNKNOWN


@pytest.fixture
def staff(shops: Shops, sign_in: SignIn) -> Client:
    """Reads English: the texts that stand in the sources."""
    return sign_in(in_english(shops.sakura_staff))


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def series_of(client: Client, target: LinkTarget) -> Any:
    source = client.get(f"{PATH}{target.pk}/").content.decode()
    found = re.search(r'<script id="clicks-series" type="application/json">(.*?)</script>', source, re.DOTALL)
    assert found
    return json.loads(found[1])


def sent_to(membership: Membership, name: str, phone: str) -> Any:
    customer = make_customer(membership.store, name=name, mobile=phone)
    return make_message(membership, customer=customer, phone=phone, subject="車検のご案内")


def test_the_list_has_the_newest_first_with_its_send_and_people(shops: Shops, staff: Client) -> None:
    message = make_message(shops.sakura_staff, subject="車検のご案内")
    old = make_target(shops.sakura_staff, origin=message.dispatch_id)
    make_hits(make_code(old, message), [PREVIEW, PERSON, PERSON], at=AT)
    shared = make_target(shops.sakura_staff, unique=False, url="https://example.jp/shared")
    make_hits(make_code(shared), [PERSON], at=AT)
    untouched = make_target(shops.sakura_staff, url="https://example.jp/none")
    theirs = make_target(shops.midori_staff, url="https://midori.example/")
    page = staff.get(PATH)
    assert [int(found) for found in re.findall(rf'href="{PATH}(\d+)/"', page.content.decode())] == [
        untouched.pk,
        shared.pk,
        old.pk,
    ]
    shown = words(page)
    assert f"{URL} 車検のご案内" in shown
    assert "1 person 2 taps 2026-11-20 11:32 JST" in shown
    assert "One link for everybody" in shown
    assert "cannot be known 1 tap" in shown
    assert "nobody yet" in shown
    assert "midori" not in shown
    assert theirs.pk not in (untouched.pk, shared.pk, old.pk)


def test_the_links_of_one_send_alone(shops: Shops, staff: Client) -> None:
    message = make_message(shops.sakura_staff, subject="車検のご案内")
    make_target(shops.sakura_staff, origin=message.dispatch_id, url="https://example.jp/here")
    make_target(shops.sakura_staff, url="https://example.jp/elsewhere")
    shown = words(staff.get(f"{PATH}?send={message.dispatch_id}"))
    assert "Only those of the send “車検のご案内”" in shown
    assert ("https://example.jp/here" in shown, "elsewhere" in shown) == (True, False)
    assert "This send has no links whose taps are counted" in words(staff.get(f"{PATH}?send=999999"))


def test_pages_and_queries_of_the_list(shops: Shops, staff: Client) -> None:
    first = make_target(shops.sakura_staff, origin=make_message(shops.sakura_staff).dispatch_id)
    staff.get(PATH)
    one = queries_of(staff, PATH)
    made = [first, *(make_target(shops.sakura_staff) for _ in range(2))]
    assert queries_of(staff, PATH) == one
    made += [make_target(shops.sakura_staff) for _ in range(PAGE_SIZE - 2)]
    older = neighbours(staff.get(PATH))["next"]
    page = staff.get(PATH + older)
    assert re.findall(rf'href="{PATH}(\d+)/"', page.content.decode()) == [str(first.pk)]
    assert neighbours(page)["prev"] == f"?above={first.pk}"


def test_a_links_page_counts_people_and_shows_the_rest_apart(shops: Shops, staff: Client) -> None:
    taro = sent_to(shops.sakura_staff, "山田 太郎", "+819011110001")
    hanako = sent_to(shops.sakura_staff, "山田 花子", "+819011110002")
    target = make_target(shops.sakura_staff, origin=taro.dispatch_id)
    make_hits(make_code(target, taro), [PREVIEW, PERSON, PERSON], at=AT)
    make_hits(make_code(target, hanako), [PREVIEW, SCANNER, UNKNOWN], at=AT)
    shown = words(staff.get(f"{PATH}{target.pk}/"))
    assert "In the send 車検のご案内" in shown
    assert "People who tapped 1 person of 2 people who got it (50%) Taps by people 2 taps" in shown
    assert "First tap 2026-11-20 11:31 JST" in shown
    assert "Last tap 2026-11-20 11:32 JST" in shown
    assert re.search(r"Previews 2 hits .* Scanners 1 hit .* Unclear 1 hit ", shown)
    assert "山田 太郎 090-1111-0001 2 taps 2026-11-20 11:31 JST 2026-11-20 11:32 JST To the message" in shown
    assert "花子" not in shown
    untapped = words(staff.get(f"{PATH}{target.pk}/?who=untapped"))
    assert "山田 花子 090-1111-0002 1 preview 1 scan 1 unclear hit To the message" in untapped
    assert "太郎 090" not in untapped


def test_names_are_only_for_who_may_see_customers_and_an_erased_message_has_none(
    shops: Shops, staff: Client
) -> None:
    message = sent_to(shops.sakura_staff, "山田 太郎", "+819011110001")
    target = make_target(shops.sakura_staff, origin=message.dispatch_id)
    make_hits(make_code(target, message), [PERSON], at=AT)
    with store_scope(shops.sakura.pk):
        MessageText.objects.filter(message=message).update(phone="", recipient_name="", customer=None)
    assert "(erased) 1 tap" in words(staff.get(f"{PATH}{target.pk}/"))
    with store_scope(shops.sakura.pk):
        MessageText.objects.filter(message=message).delete()
    assert "(message deleted) 1 tap" in words(staff.get(f"{PATH}{target.pk}/"))


def test_a_link_for_everybody_says_that_who_cannot_be_known(shops: Shops, staff: Client) -> None:
    target = make_target(shops.sakura_staff, unique=False)
    make_hits(make_code(target), [PERSON, PERSON, PREVIEW], at=AT)
    page = staff.get(f"{PATH}{target.pk}/")
    shown = words(page)
    assert "Everybody got the same link." in shown
    assert "Taps by people 2" in shown
    assert "People who tapped" not in shown
    assert 'id="who"' not in page.content.decode()


def test_the_chart_and_the_table_have_the_same_figures_in_the_stores_time(
    shops: Shops, staff: Client
) -> None:
    target = make_target(shops.sakura_staff)
    link = make_code(target, make_message(shops.sakura_staff))
    make_hits(link, [PREVIEW, PERSON], at=AT)
    make_hits(link, [PERSON, SCANNER], at=AT + timedelta(hours=2))
    assert series_of(staff, target) == {
        "labels": ["11-20 11:00", "11-20 12:00", "11-20 13:00"],
        "sets": [
            {"name": "People", "tone": "people", "data": [1, 0, 1]},
            {"name": "Unclear", "tone": "unclear", "data": [0, 0, 0]},
            {"name": "Previews", "tone": "previews", "data": [1, 0, 0]},
            {"name": "Scanners", "tone": "scans", "data": [0, 0, 1]},
        ],
    }
    shown = words(staff.get(f"{PATH}{target.pk}/"))
    assert "Time People Unclear Previews Scanners 11-20 11:00 1 0 1 0 11-20 13:00 1 0 0 1" in shown
    make_hits(link, [PERSON], at=AT + timedelta(days=3))
    assert series_of(staff, target)["labels"] == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    make_hits(link, [PERSON], at=AT + timedelta(days=120))
    assert series_of(staff, target)["labels"] == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert series_of(staff, target)["sets"][0]["data"] == [3, 0, 0, 0, 1]


def test_hits_that_are_kept_no_more_are_said(shops: Shops, staff: Client) -> None:
    target = make_target(shops.sakura_staff)
    make_hits(make_code(target, make_message(shops.sakura_staff)), [PERSON, PERSON, PERSON], at=AT)
    with platform_scope("a test plays the retention"):
        Hit.objects.filter(at=AT).delete()
    assert "1 hit is older than the store keeps single hits" in words(staff.get(f"{PATH}{target.pk}/"))


def test_who_tapped_last_comes_first_page_by_page_with_the_same_queries(shops: Shops, staff: Client) -> None:
    target = make_target(shops.sakura_staff)
    message = make_message(shops.sakura_staff)
    path = f"{PATH}{target.pk}/"
    make_hits(make_code(target, message), [PERSON], at=AT)
    staff.get(path)
    one = queries_of(staff, path)
    for minute in range(1, 3):
        make_hits(make_code(target, message), [PERSON], at=AT + timedelta(minutes=minute))
    assert queries_of(staff, path) == one
    for minute in range(3, PEOPLE_PAGE + 1):
        make_hits(make_code(target, message), [PERSON], at=AT + timedelta(minutes=minute))
    first = staff.get(path)
    assert words(first).count("To the message") == PEOPLE_PAGE
    older = neighbours(first)["next"].partition("#")[0]
    last = staff.get(path + older)
    assert words(last).count("To the message") == 1
    assert "2026-11-20 11:30 JST 2026-11-20 11:30 JST To the message" in words(last)
    newer = neighbours(last)["prev"].partition("#")[0]
    assert words(staff.get(path + newer)).count("To the message") == PEOPLE_PAGE
    for _ in range(PEOPLE_PAGE + 1):
        make_code(target, message)
    untapped = staff.get(f"{path}?who=untapped")
    assert words(untapped).count("To the message") == PEOPLE_PAGE
    rest = staff.get(path + neighbours(untapped)["next"].partition("#")[0])
    assert words(rest).count("To the message") == 1


def test_empty_pages_say_what_comes(shops: Shops, staff: Client) -> None:
    assert "No link has been sent yet Put an address into a message" in words(staff.get(PATH))
    target = make_target(shops.sakura_staff)
    shown = staff.get(f"{PATH}{target.pk}/")
    assert "Nobody has opened it yet" in words(shown)
    assert "chart.umd" not in shown.content.decode()


def test_the_file_has_everybody_who_got_a_link_and_is_audited(shops: Shops, sign_in: SignIn) -> None:
    manager = sign_in(in_english(shops.sakura_manager))
    taro = sent_to(shops.sakura_staff, "=山田 太郎", "+819011110001")
    hanako = sent_to(shops.sakura_staff, "山田 花子", "+819011110002")
    target = make_target(shops.sakura_staff, origin=taro.dispatch_id)
    tapped, silent = make_code(target, taro), make_code(target, hanako)
    make_hits(tapped, [PREVIEW, PERSON], at=AT)
    answer = manager.post(f"{PATH}{target.pk}/export/")
    tap = "2026-11-20 11:31:00+09:00"
    assert answer["Content-Disposition"].startswith('attachment; filename="sakura-auto-link-')
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.split("\r\n") == [
        "\ufeffName,Phone number,Taps,First tap,Last tap,Previews,Scanners,Unclear,Code of the link,Message ID",
        f"'=山田 太郎,090-1111-0001,1,{tap},{tap},1,0,0,{tapped.code},{taro.pk}",
        f"山田 花子,090-1111-0002,0,,,0,0,0,{silent.code},{hanako.pk}",
        "",
    ]
    with store_scope(shops.sakura.pk):
        lines = list(AuditEntry.objects.values_list("action", "object_id"))
    assert lines == [("links.exported", str(target.pk))]


def test_the_file_of_a_link_for_everybody_has_its_hits(shops: Shops, sign_in: SignIn) -> None:
    manager = sign_in(in_english(shops.sakura_manager))
    target = make_target(shops.sakura_staff, unique=False)
    link = make_code(target)
    make_hits(link, [PERSON, PREVIEW], at=AT)
    answer = manager.post(f"{PATH}{target.pk}/export/")
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.split("\r\n") == [
        "\ufeffTime,Class,Method,Browser or program,Code of the link",
        f"2026-11-20 11:30:00+09:00,person,GET,Mozilla/5.0 (iPhone),{link.code}",
        f"2026-11-20 11:31:00+09:00,preview,GET,Mozilla/5.0 (iPhone),{link.code}",
        "",
    ]


def test_who_may_not_export_gets_no_file_and_no_button(shops: Shops, staff: Client) -> None:
    target = make_target(shops.sakura_staff)
    assert staff.post(f"{PATH}{target.pk}/export/").status_code == 403
    assert "Download as CSV" not in words(staff.get(f"{PATH}{target.pk}/"))


def test_taps_stand_in_the_history_on_the_message_and_on_the_customers_page(
    shops: Shops, staff: Client
) -> None:
    message = sent_to(shops.sakura_staff, "山田 太郎", "+819011110001")
    target = make_target(shops.sakura_staff, origin=message.dispatch_id)
    link = make_code(target, message)
    make_hits(link, [PREVIEW], at=AT)
    assert "Tapped" not in words(staff.get("/stores/sakura-auto/messages/"))
    assert "Not tapped yet Not counted: 1 preview" in words(
        staff.get(f"/stores/sakura-auto/messages/{message.pk}/")
    )
    make_hits(link, [PERSON, PERSON], at=AT)
    for path in (
        "/stores/sakura-auto/messages/",
        f"/stores/sakura-auto/customers/{message.text.customer_id}/",
    ):
        page = staff.get(path)
        assert "Tapped 2026-11-20 11:31 2 taps" in words(page)
        assert f'href="{PATH}{target.pk}/"' in page.content.decode()
    shown = words(staff.get(f"/stores/sakura-auto/messages/{message.pk}/"))
    assert f"Links {URL} Tapped 2 taps · last 2026-11-20 11:31 Not counted: 1 preview" in shown


def test_a_text_shows_of_the_links_for_everybody_those_that_it_holds(shops: Shops, staff: Client) -> None:
    message = make_message(shops.sakura_staff)
    here, elsewhere = (
        make_target(
            shops.sakura_staff, origin=message.dispatch_id, unique=False, url=f"https://example.jp/{path}"
        )
        for path in ("here", "elsewhere")
    )
    code = make_code(here)
    make_code(elsewhere)
    with store_scope(shops.sakura.pk):
        MessageText.objects.filter(message=message).update(body=f"ご案内 https://go.example/s/{code.code}")
    shown = words(staff.get(f"/stores/sakura-auto/messages/{message.pk}/"))
    assert "https://example.jp/here Everybody got the same link: who tapped cannot be known. 0 taps" in shown
    assert "elsewhere" not in shown
