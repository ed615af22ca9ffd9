"""The sign-up page, as a visitor walks through it."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, LegalEntity, Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentRecord, ConsentState, Customer, CustomerSettings, NumberCheck, Suppression
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.customers.sign_up.conftest import (
    ENGLISH,
    JAPANESE,
    TARO,
    Visitor,
    code_in,
    save_page,
    states_to,
    texts_to,
)
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of


def consents(store: Store) -> list[tuple[object, ...]]:
    with store_scope(store.pk):
        rows = ConsentRecord.objects.order_by("position").select_related("wording")
        return [
            (row.phone, row.name, row.purpose, row.granted, row.source, row.wording.version, row.ip)
            + (row.user_agent, row.note)
            for row in rows
        ]


def customers(store: Store) -> list[tuple[object, ...]]:
    with store_scope(store.pk):
        rows = Customer.objects.order_by("id")
        return [(c.name, c.mobile, c.language, c.sms_flag, c.mobile_confirmed_at is not None) for c in rows]


def test_the_page_shows_who_sends_and_what_is_agreed_to_and_ticks_nothing(visitor: Visitor) -> None:
    before = everything_of("sakura-auto")
    page = visitor.opens()
    words, source = text_of(page), page.content.decode()
    for shown in ("さくら自動車株式会社", "東京都", "03-1234-5678", JAPANESE):
        assert shown in words
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', source)
    assert [re.findall(r'value="(\w+)"', box) for box in boxes] == [["notice"], ["reminder"], ["promotion"]]
    assert not any("checked" in box for box in boxes)
    # An old phone: no script, and no cookie but the form's.
    assert "<script" not in source
    assert set(page.cookies) == {"csrftoken"}
    assert everything_of("sakura-auto") == before


def test_the_page_speaks_english_by_its_address_alone(visitor: Visitor) -> None:
    visitor.query = "?language=en"
    page = visitor.opens()
    assert (page.headers["Content-Language"], '<html lang="en">' in page.content.decode()) == ("en", True)
    assert ENGLISH in text_of(page)
    assert JAPANESE not in text_of(page)
    page = visitor.signs_up("notice", version=2)
    assert "You are signed up" in text_of(page)
    assert re.fullmatch(
        r"\[さくら自動車\] Code: \d{6} \(10 min\)\. Not asked for\? Ignore it\.",
        texts_to(visitor.store)[0],
    )
    assert customers(visitor.store) == [("Customer (signed up online)", TARO, "en", False, True)]
    assert [row[5] for row in consents(visitor.store)] == [2]


def test_with_the_code_from_the_sms_just_what_was_ticked_is_agreed_to(visitor: Visitor) -> None:
    before = everything_of("midori-estate")
    page = visitor.signs_up("promotion", "notice", name="  山田　太郎 ")
    assert page.status_code == 200
    # Of the number only the visitor's own knowledge is shown.
    assert ("090-****-5678" in text_of(page), "山田" in text_of(page)) == (True, False)
    told = ("203.0.113.7", "Old Phone/1.0", "")
    assert consents(visitor.store) == [
        (TARO, "山田 太郎", "notice", True, "web_form", 1, *told),
        (TARO, "山田 太郎", "promotion", True, "web_form", 1, *told),
    ]
    with store_scope(visitor.store.pk):
        states = ConsentState.objects.order_by("purpose").values_list("phone", "purpose", "granted")
        assert list(states) == [(TARO, "notice", True), (TARO, "promotion", True)]
    assert customers(visitor.store) == [("山田 太郎", TARO, "ja", True, True)]
    code, done = texts_to(visitor.store)
    assert len(code_in(code)) == 6
    assert "http" not in code + done
    assert "03-1234-5678" in done
    assert states_to(visitor.store) == [("scheduled", ""), ("scheduled", "")]
    assert everything_of("midori-estate") == before


def test_nothing_is_agreed_to_and_nobody_is_entered_before_the_code_is_told(visitor: Visitor) -> None:
    asked = visitor.sends("notice", "promotion", name="山田")
    page = visitor.client.get(asked.headers["Location"])
    assert page.status_code == 200
    assert (consents(visitor.store), customers(visitor.store)) == ([], [])
    told = visitor.tells(
        asked.headers["Location"], "000000" if code_in(texts_to(visitor.store)[0]) != "000000" else "1" * 6
    )
    assert (told.status_code, len(errors_shown(told))) == (422, 1)
    assert (consents(visitor.store), customers(visitor.store)) == ([], [])
    assert len(texts_to(visitor.store)) == 1


def test_the_code_is_kept_in_its_message_only(visitor: Visitor) -> None:
    visitor.sends("notice")
    [text] = texts_to(visitor.store)
    code = code_in(text)
    with store_scope(visitor.store.pk):
        check = NumberCheck.objects.values().get()
        audit = list(AuditEntry.objects.values())
    assert re.fullmatch(r"[0-9a-f]{64}", check["code_digest"])
    kept = {
        name: value
        for name, value in check.items()
        if name not in {"code_digest", "key", "made_at", "expires_at"}
    }
    assert code not in repr(kept)
    assert code not in repr([(line["action"], line["details"]) for line in audit])
    assert TARO not in repr([line["details"] for line in audit])


def test_a_number_that_somebody_has_makes_no_second_customer(visitor: Visitor) -> None:
    entered(visitor.store, "佐藤 花子", mobile=TARO, sms_flag=True)
    visitor.signs_up("reminder", name="別の名前")
    assert customers(visitor.store) == [("佐藤 花子", TARO, "ja", True, True)]
    assert [row[:3] for row in consents(visitor.store)] == [(TARO, "別の名前", "reminder")]


def test_a_number_that_a_household_shares_agrees_as_a_number(visitor: Visitor) -> None:
    for name in ("佐藤 花子", "佐藤 一郎"):
        entered(visitor.store, name, mobile=TARO)
    entered(visitor.store, "隣の人", mobile="+819087654321")
    visitor.signs_up("notice")
    assert [(name, confirmed) for name, *_, confirmed in customers(visitor.store)] == [
        ("佐藤 花子", True),
        ("佐藤 一郎", True),
        ("隣の人", False),
    ]


def test_a_new_customer_gets_the_stores_sms_flag(visitor: Visitor) -> None:
    with store_scope(visitor.store.pk):
        CustomerSettings.objects.create(customer_sms_flag=True)
    visitor.signs_up("notice")
    with translation.override("ja"):
        assert customers(visitor.store) == [(_("Customer (signed up online)"), TARO, "ja", True, True)]


def test_what_is_missing_is_said_and_what_was_typed_stays(visitor: Visitor) -> None:
    page = visitor.sends(mobile="03-1234-5678", name="山田")
    assert page.status_code == 422
    assert len(errors_shown(page)) == 2
    source = page.content.decode()
    assert ('value="03-1234-5678"' in source, 'value="山田"' in source) == (True, True)
    assert texts_to(visitor.store) == []


def test_a_wording_that_changed_meanwhile_is_read_again(visitor: Visitor, opened: Shops) -> None:
    save_page(opened.sakura_manager, texts={"ja": "新しい文言", "en": ENGLISH})
    page = visitor.sends("notice", version=1)
    assert page.status_code == 422
    assert "新しい文言" in text_of(page)
    assert re.search(r'name="wording" value="3"', page.content.decode())
    assert texts_to(visitor.store) == []
    visitor.signs_up("notice", version=3)
    assert [row[5] for row in consents(visitor.store)] == [3]


def test_a_consent_keeps_the_words_that_were_read(visitor: Visitor, opened: Shops) -> None:
    visitor.signs_up("notice")
    save_page(opened.sakura_manager, texts={"ja": "新しい文言", "en": ENGLISH})
    with store_scope(visitor.store.pk):
        record = ConsentRecord.objects.select_related("wording").get()
        assert (record.wording.version, record.wording.text) == (1, JAPANESE)


def test_a_wording_that_changes_before_the_code_is_told_is_not_the_one_agreed_to(
    visitor: Visitor, opened: Shops
) -> None:
    asked = visitor.sends("notice")
    save_page(opened.sakura_manager, texts={"ja": "新しい文言", "en": ENGLISH})
    visitor.tells(asked.headers["Location"], code_in(texts_to(visitor.store)[0]))
    assert [row[5] for row in consents(visitor.store)] == [1]


def test_the_same_form_sent_twice_sends_one_code(visitor: Visitor) -> None:
    form = str(uuid.uuid4())
    answers = [visitor.sends("notice", form=form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(texts_to(visitor.store)) == 1
    # Gone back to, and another number entered: that is another sign-up.
    other = visitor.sends("notice", form=form, mobile="090-8765-4321")
    assert other.headers["Location"] != answers[0].headers["Location"]


def test_a_code_told_twice_agrees_once(visitor: Visitor) -> None:
    asked = visitor.sends("notice")
    code = code_in(texts_to(visitor.store)[0])
    for _time in range(2):
        visitor.tells(asked.headers["Location"], code)
    assert (len(consents(visitor.store)), len(texts_to(visitor.store))) == (1, 2)


@pytest.mark.parametrize("typed", ["１２３４５６", "123 456", "123-456", " 123456 "])
def test_a_code_is_read_in_any_dress(visitor: Visitor, typed: str) -> None:
    asked = visitor.sends("notice")
    code = code_in(texts_to(visitor.store)[0])
    digits = iter(code)
    wide = {ord(str(n)): chr(0xFF10 + n) for n in range(10)}
    dressed = re.sub(r"\d", lambda _: next(digits), typed)
    told = visitor.tells(asked.headers["Location"], dressed.translate(wide) if "１" in typed else dressed)
    assert told.status_code == 302


def test_a_stopped_number_gets_the_same_answers_and_no_message(visitor: Visitor, opened: Shops) -> None:
    with store_scope(opened.sakura.pk):
        suppress_number(actor=None, phone=TARO, reason="at_request")
    pages = []
    for mobile in ("090-1234-5678", "090-1234-5679"):
        asked = visitor.sends("notice", mobile=mobile)
        words = text_of(visitor.client.get(asked.headers["Location"]))
        pages.append((asked.status_code, words.replace(mobile[-4:], "")))
    assert pages[0] == pages[1]
    assert states_to(visitor.store) == [("withheld", "suppressed")]
    assert states_to(visitor.store, "+819012345679") == [("scheduled", "")]


def test_a_stop_of_one_purpose_stays_and_the_ledger_says_so(visitor: Visitor, opened: Shops) -> None:
    with store_scope(opened.sakura.pk):
        suppress_number(actor=None, phone=TARO, reason="at_request", purpose="promotion")
    visitor.signs_up("notice", "promotion")
    granted = [row for row in consents(visitor.store) if row[4] == "web_form"]
    assert [(row[2], row[3], row[8] != "") for row in granted] == [
        ("notice", True, True),
        ("promotion", True, True),
    ]
    with store_scope(opened.sakura.pk):
        assert Suppression.objects.get().lifted_at is None


def test_a_page_that_is_not_there_and_one_that_is_not_open_answer_alike(
    opened: Shops, client: Client
) -> None:
    nowhere = client.get("/join/no-such-store")
    assert nowhere.status_code == 404
    entity = LegalEntity.objects.filter(stores=opened.sakura)
    store = Store.objects.filter(pk=opened.sakura.pk)
    for status, contact in (("suspended", "03"), ("trial", "03"), ("active", " ")):
        store.update(status=status)
        entity.update(contact=contact)
        closed = client.get("/join/sakura-auto")
        assert (closed.status_code, closed.content) == (404, nowhere.content)
        assert client.post("/join/sakura-auto", {"mobile": "x"}).status_code == 404
    entity.update(contact="03-1234-5678")
    assert client.get("/join/sakura-auto").status_code == 200


def test_another_stores_check_is_not_found_here(visitor: Visitor, opened: Shops) -> None:
    asked = visitor.sends("notice")
    key = asked.headers["Location"].rsplit("/", 1)[1]
    elsewhere = f"/join/{opened.midori.slug}/{key}"
    before = everything_of("sakura-auto"), everything_of("midori-estate")
    code = code_in(texts_to(visitor.store)[0])
    assert visitor.client.get(elsewhere).status_code == 404
    assert visitor.tells(elsewhere, code).status_code == 404
    assert (everything_of("sakura-auto"), everything_of("midori-estate")) == before


def test_without_a_line_to_send_by_nothing_is_recorded_and_it_says_so(
    visitor: Visitor, opened: Shops
) -> None:
    with platform_scope("no line"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM messaging_gatewaygrant WHERE store_id = %s", [opened.sakura.pk])
    before = everything_of("sakura-auto")
    page = visitor.sends("notice")
    assert page.status_code == 503
    assert everything_of("sakura-auto") == before


def test_looking_costs_the_same_number_of_queries_however_many_versions_there_are(
    visitor: Visitor, opened: Shops
) -> None:
    visitor.opens()
    with CaptureQueriesContext(connection) as few:
        visitor.opens()
    for number in range(3):
        save_page(opened.sakura_manager, texts={"ja": f"文言{number}", "en": f"words {number}"})
    with CaptureQueriesContext(connection) as many:
        visitor.opens()
    assert len(few) == len(many)


def test_only_a_form_of_ours_may_post_and_looking_may_ask_for_the_head(visitor: Visitor) -> None:
    assert visitor.client.head(visitor.address).status_code == 200
    assert visitor.client.delete(visitor.address).status_code == 405
    forged = Client(enforce_csrf_checks=True).post(visitor.address, {"mobile": "090-1234-5678"})
    assert forged.status_code == 403
