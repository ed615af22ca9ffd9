from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.privacy.erase_person import HoldersChanged, erase_person
from customers.models import Complaint, Customer, NumberCheck, Segment, Suppression
from customers.queries.consent_chain import verify_chain
from customers.queries.privacy.people import holders_of
from messaging.domain.claim import claim
from messaging.domain.last_gate import pass_last_gate
from messaging.models import Dispatch, Message, MessageText, Report, State
from tests.customers.privacy.conftest import KANA, NAME, PHONE, STRANGER, Known, known_in
from tests.customers.privacy.dumps import dumped, tables_naming
from tests.messaging.factories import make_customer, make_message
from tests.messaging.life.conftest import one_request
from tests.shops import Shops

DIGITS = "9012345678"


def erased(shops: Shops, *customers: Customer) -> None:
    with store_scope(shops.sakura.pk):
        erase_person(
            actor=shops.sakura_owner,
            phone=PHONE,
            chosen_ids=[customer.pk for customer in customers],
            shown_ids=[holder.pk for holder in holders_of(PHONE)],
        )


def test_after_an_erasure_only_a_stop_without_a_note_holds_the_number_and_nothing_holds_the_name(
    shops: Shops, known: Known
) -> None:
    before = dumped(shops.sakura)
    assert len(tables_naming(before, DIGITS)) > 8
    erased(shops, known.customer)
    after = dumped(shops.sakura)
    assert tables_naming(after, DIGITS, "482223333") == {"customers_suppression"}
    assert tables_naming(after, NAME, KANA, "太郎") == set()
    with store_scope(shops.sakura.pk):
        stops = list(
            Suppression.objects.filter(phone=PHONE).order_by("purpose").values_list("purpose", "note")
        )
    # The withdrawn reminder became a stop: nothing else would say it any more.
    assert stops == [("promotion", ""), ("reminder", "")]
    assert verify_chain(shops.sakura).proven


def test_an_erasure_leaves_strangers_and_the_other_store_as_they_were(shops: Shops, known: Known) -> None:
    known_in(shops.midori_owner)
    with store_scope(shops.midori.pk):
        midori_reports = set(Report.objects.exclude(pk=known.report.pk).values_list("pk", flat=True))
    midori = dumped(shops.midori)
    sakura = dumped(shops.sakura)
    erased(shops, known.customer)
    after = dumped(shops.midori)
    assert set(Report.objects.values_list("pk", flat=True)) == midori_reports
    del midori["messaging_report"], after["messaging_report"]
    assert after == midori
    stranger = {
        table: [row for row in rows if "佐藤" in row or "8000000001" in row] for table, rows in sakura.items()
    }
    kept = {
        table: [row for row in rows if "佐藤" in row or "8000000001" in row]
        for table, rows in dumped(shops.sakura).items()
    }
    # The spreadsheet was about both.
    del stranger["customers_uploadpart"], kept["customers_uploadpart"]
    assert kept == stranger


def test_messages_keep_what_totals_and_bills_need_and_what_waits_is_cancelled(
    shops: Shops, known: Known
) -> None:
    with store_scope(shops.sakura.pk):
        parts = MessageText.objects.get(pk=known.sent.pk).parts_docomo
    erased(shops, known.customer)
    with store_scope(shops.sakura.pk):
        told = list(
            Message.objects.filter(pk__in=[known.sent.pk, known.waiting.pk])
            .order_by("id")
            .values_list("state", "text__phone", "text__body", "text__customer", "text__parts_docomo")
        )
        assert told == [("delivered", "", "", None, parts), ("cancelled", "", "", None, parts)]
        assert list(known.sent.hand_overs.values_list("parts", "detail", "receipts__status")) == [
            (1, "", "delivered")
        ]


def test_an_erasure_writes_one_line_with_the_number_masked(shops: Shops, known: Known) -> None:
    erased(shops, known.customer)
    with store_scope(shops.sakura.pk):
        line = AuditEntry.objects.get(action="person.erased")
        assert (line.actor, line.details["phone"], line.details["customers"]) == (
            shops.sakura_owner,
            "090-****-5678",
            1,
        )


def test_of_a_household_the_numbers_own_history_stays_with_who_is_left(shops: Shops, known: Known) -> None:
    wife = make_customer(shops.sakura, name="山田 幸子", mobile=PHONE)
    to_wife = make_message(shops.sakura_owner, customer=wife, phone=PHONE, body="幸子様、届きました。")
    to_nobody = make_message(shops.sakura_owner, phone=PHONE, body="ご案内です。")
    erased(shops, known.customer)
    after = dumped(shops.sakura)
    assert not any(NAME in row for row in after["customers_customer"] + after["messaging_messagetext"])
    with store_scope(shops.sakura.pk):
        texts = MessageText.objects.filter(phone=PHONE).order_by("message_id")
        assert list(texts.values_list("message_id", "body")) == [
            (to_wife.pk, "幸子様、届きました。"),
            (to_nobody.pk, "ご案内です。"),
        ]
    # Consents and complaints are of the number, which is still hers.
    assert tables_naming(after, DIGITS) >= {
        "customers_consentrecord",
        "customers_complaint",
        "customers_customer",
    }
    erased(shops, wife)
    assert tables_naming(dumped(shops.sakura), DIGITS) == {"customers_suppression"}


def test_what_is_held_on_an_earlier_number_goes_where_nobody_else_has_it(shops: Shops) -> None:
    own, passed_on, shared = "+818011110001", "+818011110002", "+818011110003"
    customer = make_customer(shops.sakura, name=NAME, mobile=PHONE)
    wife = make_customer(shops.sakura, name="山田 幸子", mobile="+818022220002")
    make_customer(shops.sakura, name="後の 持主", mobile=passed_on)
    for phone in (own, passed_on, shared):
        make_message(shops.sakura_owner, customer=customer, phone=phone)
    make_message(shops.sakura_owner, customer=wife, phone=shared)
    with store_scope(shops.sakura.pk):
        for phone in (own, passed_on, shared):
            Complaint.objects.create(phone=phone, said="x")
        check = {"occasion": "counter", "code_digest": "0" * 64, "expires_at": timezone.now()}
        NumberCheck.objects.create(key=uuid4(), phone="+818011110004", customer=customer, **check)
        Complaint.objects.create(phone="+818011110004", said="x")
    erased(shops, customer)
    with store_scope(shops.sakura.pk):
        assert sorted(Complaint.objects.values_list("phone", flat=True)) == [passed_on, shared]
        assert NumberCheck.objects.count() == 0
        # What went to him went; what went to her stays.
        texts = MessageText.objects.exclude(phone="").values_list("phone", "customer_id")
        assert list(texts) == [(shared, wife.pk)]


def test_searches_and_subjects_about_something_else_stay(shops: Shops) -> None:
    customer = make_customer(
        shops.sakura,
        name="山田 太",
        kana="ヤマダ フトシ",
        mobile=PHONE,
        company_name="さくら商事",
        number="K-1",
    )

    def tree(field: str, value: str) -> dict[str, object]:
        return {"tree": {"all": [{"field": field, "operator": "contains", "value": value}]}, "names": {}}

    about = {
        "部分": tree("customer.name", "山田"), "会社": tree("customer.name", "さくら商事"),
        "別人": tree("customer.name", "山田太郎"), "末尾": tree("customer.mobile", "5678"),
        "住所": tree("customer.address", "K-1"), "山田太郎様": tree("customer.name", "佐藤"),
        "本人": tree("customer.name", "山田　太"), "番号": tree("customer.mobile", "090-1234-5678"),
        "顧客番号": tree("customer.number", "ｋ－1"), "山田 太様": tree("customer.name", "佐藤"),
    }  # fmt: skip
    with store_scope(shops.sakura.pk):
        for name, criteria in about.items():
            Segment.objects.create(name=name, criteria=criteria)
    subjects = ["さくら商事の皆様", "山田太郎様ほか", "山田 太 様ほか", "090-1234-5678ほか"]
    for subject in subjects:
        to_many = make_message(shops.sakura_owner, customer=customer, phone=PHONE, subject=subject)
        other = make_message(shops.sakura_owner, phone=STRANGER)
        with store_scope(shops.sakura.pk):
            MessageText.objects.filter(pk=other.pk).update(dispatch_id=to_many.dispatch_id)
    erased(shops, customer)
    with store_scope(shops.sakura.pk):
        assert set(Segment.objects.values_list("name", flat=True)) == set(list(about)[:6])
        left = set(Dispatch.objects.exclude(subject="").values_list("subject", flat=True))
        assert left & set(subjects) == set(subjects[:2])


def test_a_number_on_nobodys_record_is_erased_as_well(shops: Shops) -> None:
    make_message(shops.sakura_owner, phone=PHONE, name=NAME)
    erased(shops)
    assert tables_naming(dumped(shops.sakura), DIGITS, NAME) == set()


def test_nothing_is_erased_where_who_has_the_number_has_changed(shops: Shops, known: Known) -> None:
    shown = [known.customer.pk]
    make_customer(shops.sakura, name="山田 幸子", mobile=PHONE)
    before = dumped(shops.sakura)
    with store_scope(shops.sakura.pk), pytest.raises(HoldersChanged):
        erase_person(actor=shops.sakura_owner, phone=PHONE, chosen_ids=shown, shown_ids=shown)
    assert dumped(shops.sakura) == before


def test_who_may_not_erase_erases_nothing(shops: Shops, known: Known) -> None:
    before = dumped(shops.sakura)
    shown = [known.customer.pk]
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        erase_person(actor=shops.sakura_manager, phone=PHONE, chosen_ids=shown, shown_ids=shown)
    assert dumped(shops.sakura) == before


def test_links_within_the_store_hold_after_an_erasure(shops: Shops, known: Known) -> None:
    erased(shops, known.customer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with store_scope(shops.sakura.pk):
        assert list(Customer.objects.values_list("mobile", flat=True)) == [STRANGER]


def test_a_message_that_was_under_way_is_not_handed_over_again(shops: Shops) -> None:
    customer = make_customer(shops.sakura, mobile=PHONE)
    message = make_message(shops.sakura_owner, customer=customer, phone=PHONE, state=State.SUBMITTING)
    erased(shops, customer)
    with platform_scope("a test of the gate"):
        # The provider was too busy: it waits for its next try.
        Message.objects.filter(pk=message.pk).update(
            state="scheduled", due_at=timezone.now() - timedelta(hours=1)
        )
        [taken] = claim(account_id=shops.account.pk, lane="urgent", limit=10, cut=one_request).claims
        assert pass_last_gate(taken) == []
        message.refresh_from_db()
    assert (message.state, message.reason) == ("withheld", "suppressed")
