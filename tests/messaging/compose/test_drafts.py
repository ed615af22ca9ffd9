"""Drafts (下書き): kept as typed, right or wrong, found again by their owner alone, gone once they were sent."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.domain.drafts.save_draft import LONGEST_DRAFT, MOST_DRAFTS
from messaging.models import Dispatch, Draft
from tests.conftest import SignIn
from tests.messaging.compose.conftest import (
    QUICK,
    TARO,
    MakeCustomer,
    composer_of,
    dispatches,
    form,
    hidden,
    in_english,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

DRAFTS = f"{QUICK}drafts/"
TEXT = "お車の点検が終わりました。\r\n18時までにお越しください。"


def kept_drafts() -> list[Draft]:
    with platform_scope("a test reads what there is"):
        return list(Draft.objects.select_related("customer").order_by("id"))


def audit_lines(noun: str) -> list[str]:
    with platform_scope("a test reads what there is"):
        found = AuditEntry.objects.filter(action__startswith=noun).order_by("id")
        return list(found.values_list("action", flat=True))


def test_what_is_typed_is_saved_even_where_it_is_wrong_and_stands_there_again(
    staff: Client, taro: Customer
) -> None:
    given = {"subject": "件" * 101, "memo": "鍵は\r\n事務所"}
    at = {"when": "later", "send_at": "2026-13-45T99:99", "purpose": "reminder", "link": "javascript:x"}
    response = staff.post(composer_of(taro), form("draft", f"  {TEXT}\x00", **given, **at))
    [draft] = kept_drafts()
    assert response["Location"] == f"{composer_of(taro)}?draft={draft.pk}&saved=1"
    assert (draft.source, draft.customer) == (Dispatch.Source.CUSTOMER_PAGE, taro)
    opened = staff.get(response["Location"])
    assert "The draft is saved. Nothing has been sent." in words(opened)
    assert typed(opened) == given | {"body": f"  {TEXT}\N{REPLACEMENT CHARACTER}"}
    assert 'value="2026-13-45T99:99"' in opened.content.decode()
    assert 'value="javascript:x"' in opened.content.decode()
    assert re.search(r'id="id_when_later" value="later" checked', opened.content.decode())
    assert re.search(r'value="reminder" checked', opened.content.decode())
    assert hidden(opened)["draft"] == str(draft.pk)
    assert (sent_messages(), dispatches()) == ([], [])
    assert audit_lines("draft") == ["draft.saved"]


def test_saving_again_changes_the_draft_and_one_deleted_meanwhile_is_made_anew(staff: Client) -> None:
    numbers = "佐藤\t090-1234-5678\r\n\r\nabc"
    staff.post(QUICK, form("draft", "一", numbers=numbers))
    [first] = kept_drafts()
    staff.post(QUICK, form("draft", "二", numbers=numbers, draft=str(first.pk)))
    [again] = kept_drafts()
    assert (again.pk, again.fields["body"], again.fields["numbers"]) == (first.pk, "二", numbers)
    staff.post(f"{DRAFTS}{first.pk}/delete/")
    assert kept_drafts() == []
    staff.post(QUICK, form("draft", "三", numbers=numbers, draft=str(first.pk)))
    [anew] = kept_drafts()
    assert (anew.pk != first.pk, anew.fields["body"]) == (True, "三")
    assert audit_lines("draft") == ["draft.saved", "draft.saved", "draft.deleted", "draft.saved"]


def test_sending_takes_the_draft_away_and_what_is_refused_leaves_it(staff: Client, taro: Customer) -> None:
    staff.post(composer_of(taro), form("draft", TEXT))
    [draft] = kept_drafts()
    staff.post(composer_of(taro), form("send", "", draft=str(draft.pk)))
    assert kept_drafts() == [draft]
    staff.post(composer_of(taro), form("send", TEXT, draft=str(draft.pk)))
    assert kept_drafts() == []
    assert sent_messages() == [(TARO, TEXT.replace("\r", ""), "scheduled", "")]


def test_the_list_says_what_to_do_first_and_then_shows_ones_own_the_last_changed_first(
    shops: Shops, staff: Client, taro: Customer, sign_in: SignIn
) -> None:
    assert "No drafts yet While you write a message, press “Save draft”." in words(staff.get(DRAFTS))
    staff.post(composer_of(taro), form("draft", "点検の件", subject="点検"))
    staff.post(QUICK, form("draft", "", numbers="09012345678\n08011112222"))
    sign_in(in_english(shops.sakura_manager)).post(QUICK, form("draft", "店長の下書き"))
    shown = words(staff.get(DRAFTS))
    assert re.search(r"2 lines of numbers no text yet .* 山田 太郎 点検 点検の件", shown)
    assert "店長の下書き" not in shown
    assert "Drafts (2)" in words(staff.get(QUICK))


def test_a_list_of_three_asks_the_database_as_often_as_a_list_of_one(staff: Client, taro: Customer) -> None:
    staff.post(composer_of(taro), form("draft", "一"))
    with CaptureQueriesContext(connection) as one:
        staff.get(DRAFTS)
    for text in ("二", "三"):
        staff.post(composer_of(taro), form("draft", text))
    with CaptureQueriesContext(connection) as three:
        staff.get(DRAFTS)
    assert len(three) == len(one)


def test_a_colleagues_draft_and_another_customers_do_not_exist(
    shops: Shops, staff: Client, taro: Customer, sign_in: SignIn, make_customer: MakeCustomer
) -> None:
    manager = sign_in(in_english(shops.sakura_manager))
    manager.post(composer_of(taro), form("draft", "店長の下書き"))
    [theirs] = kept_drafts()
    assert staff.get(f"{composer_of(taro)}?draft={theirs.pk}").status_code == 404
    assert staff.post(f"{DRAFTS}{theirs.pk}/delete/").status_code == 404
    hanako = make_customer(shops.sakura_staff, "佐藤 花子", TARO)
    assert manager.get(f"{composer_of(hanako)}?draft={theirs.pk}").status_code == 404
    staff.post(composer_of(taro), form("draft", "自分の", draft=str(theirs.pk)))
    assert [draft.fields["body"] for draft in kept_drafts()] == ["店長の下書き", "自分の"]


def test_a_customer_who_is_gone_leaves_the_text_for_quick_send(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    staff.post(composer_of(taro), form("draft", TEXT))
    with platform_scope("a test takes the record away"):
        Customer.objects.filter(pk=taro.pk).delete()
    [draft] = kept_drafts()
    assert "no longer on record" in words(staff.get(DRAFTS))
    assert typed(staff.get(f"{QUICK}?draft={draft.pk}"))["body"] == TEXT


def test_so_many_are_enough_and_the_text_stays_on_the_page(shops: Shops, staff: Client) -> None:
    with platform_scope("a test fills the drafts up"):
        Draft.objects.bulk_create(
            Draft(store=shops.sakura, owner=shops.sakura_staff, source="quick_send")
            for _ in range(MOST_DRAFTS)
        )
    response = staff.post(QUICK, form("draft", TEXT, numbers="09012345678"))
    assert response.status_code == 422
    assert f"You have {MOST_DRAFTS} drafts, and no more can be kept." in words(response)
    assert typed(response) == {"body": TEXT, "numbers": "09012345678", "subject": "", "memo": ""}
    assert len(kept_drafts()) == MOST_DRAFTS


@pytest.mark.parametrize("path", [DRAFTS, QUICK])
def test_who_may_not_send_has_no_drafts(shops: Shops, sign_in: SignIn, path: str) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_staff.save()
    client = sign_in(in_english(shops.sakura_staff))
    assert client.get(path).status_code == 403
    assert client.post(QUICK, form("draft", TEXT)).status_code == 403
    assert kept_drafts() == []


def test_a_draft_that_is_longer_than_any_text_is_not_kept_and_stays_on_the_page(staff: Client) -> None:
    numbers = "\n".join(["09012345678"] * 9000)
    response = staff.post(QUICK, form("draft", TEXT, numbers=numbers))
    assert response.status_code == 422
    assert f"A draft may have {LONGEST_DRAFT:,} characters in all." in words(response)
    assert typed(response)["body"] == TEXT
    assert kept_drafts() == []
    assert staff.post(QUICK, form("draft", TEXT, numbers=numbers[: LONGEST_DRAFT - 1000])).status_code == 302
