"""What is written into the ledger, and what counts afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEntry, Permission, Scope
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.save_wording import save_wording
from customers.models import ConsentChain, ConsentLink, ConsentRecord
from customers.queries.consent_chain import verify_chain
from customers.queries.consents import consent_answers, consent_states, consents_of
from customers.signals import consent_withdrawn
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THEN, hear, said, standing
from tests.programs import program_of
from tests.shops import Shops


def recorded(shops: Shops) -> list[dict[str, Any]]:
    with store_scope(shops.sakura.pk):
        entries = AuditEntry.objects.filter(object_type="customers.consentchain").order_by("id")
        return [{"action": one.action, "by": one.actor_name, **one.details} for one in entries]


def test_entries_stand_in_the_chain_one_after_the_other_with_one_audit_line_that_names_the_head(
    shops: Shops,
) -> None:
    given = [said(), said(purpose="reminder", granted=False), said(OTHER)]
    assert hear(shops.sakura, *given, actor=shops.sakura_staff) == [1, 2, 3]
    assert hear(shops.sakura, said(OTHER, "notice")) == [4]
    assert hear(shops.midori, said()) == [1]
    with store_scope(shops.sakura.pk):
        chain = ConsentChain.objects.get()
        links = list(ConsentLink.objects.order_by("position"))
        record = ConsentRecord.objects.get(position=2)
    assert [(one.position, one.action, one.purpose, list(one.erased)) for one in links] == [
        (1, "granted", "promotion", []),
        (2, "withdrawn", "reminder", []),
        (3, "granted", "promotion", []),
        (4, "granted", "notice", []),
    ]
    hashes = [bytes(one.hash) for one in links]
    assert [bytes(one.previous) for one in links] == [bytes(32), *hashes[:-1]]
    assert (chain.head_position, bytes(chain.head_hash)) == (4, hashes[-1])
    assert (record.phone, record.name, record.granted, record.given_at, record.recorded_by_name) == (
        PHONE, "山田 太郎", False, THEN, "さくら自動車 staff",
    )  # fmt: skip
    assert recorded(shops) == [
        {
            "action": "consents.recorded", "by": "さくら自動車 staff", "first": 1, "last": 3,
            "head": hashes[2].hex(), "granted": 2, "withdrawn": 1,
        },
        {
            "action": "consents.recorded", "by": "smsnotify", "first": 4, "last": 4,
            "head": hashes[3].hex(), "granted": 1, "withdrawn": 0,
        },
    ]  # fmt: skip


def test_no_entries_are_no_link_and_no_line(shops: Shops) -> None:
    assert (hear(shops.sakura), recorded(shops)) == ([], [])


def test_what_was_said_last_counts_whatever_was_written_down_last(shops: Shops) -> None:
    hear(shops.sakura, said(given_at=THEN), said(granted=False, given_at=THEN - DAY))
    assert standing(shops.sakura) == {(PHONE, "promotion"): (True, 1)}
    hear(shops.sakura, said(granted=False, given_at=THEN + DAY))
    hear(shops.sakura, said(given_at=THEN))
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 3)}
    hear(shops.sakura, said(given_at=THEN + 2 * DAY), said(OTHER))
    assert standing(shops.sakura) == {(PHONE, "promotion"): (True, 5), (OTHER, "promotion"): (True, 6)}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_of_the_same_moment_the_withdrawal_counts(shops: Shops, together: bool, first: bool) -> None:
    yes_and_no = [said(granted=first), said(granted=not first)]
    for batch in [yes_and_no] if together else [[one] for one in yes_and_no]:
        hear(shops.sakura, *batch)
    assert standing(shops.sakura) == {(PHONE, "promotion"): (False, 2 if first else 1)}
    assert verify_chain(shops.sakura).proven


def test_a_store_sees_its_own_answers_only(shops: Shops) -> None:
    hear(shops.sakura, said(), said(OTHER, granted=False))
    hear(shops.midori, said(granted=False))
    both = {"phones": [PHONE, OTHER], "purposes": ["promotion", "notice"]}
    assert consent_answers(store=shops.sakura, **both) == {
        (PHONE, "promotion"): True,
        (OTHER, "promotion"): False,
    }
    assert consent_answers(store=shops.midori, **both) == {(PHONE, "promotion"): False}
    assert consent_answers(store=shops.midori, phones=[], purposes=["notice"]) == {}
    with store_scope(shops.midori.pk):
        assert [state.granted for state in consent_states(phones=[PHONE, OTHER]).values()] == [False]
        assert [one.position for one in consents_of(PHONE)] == [1]


def test_only_withdrawals_that_count_are_told(shops: Shops) -> None:
    told: list[Any] = []

    def listen(sender: Any, signal: Any, **facts: Any) -> None:
        told.append(facts)

    consent_withdrawn.connect(listen)
    hear(shops.sakura, said(), said(OTHER, granted=False), said(OTHER, "notice", granted=False))
    hear(shops.sakura, said(granted=False, given_at=THEN - DAY))
    consent_withdrawn.disconnect(listen)
    assert told == [
        {"store_id": shops.sakura.pk, "withdrawn": [(OTHER, "promotion"), (OTHER, "notice")]},
    ]


def test_what_is_longer_than_the_ledger_keeps_is_cut_and_still_proves(shops: Shops) -> None:
    long = said(name="名" * 200, note="\t改行\n" * 300, ip="::ffff:192.0.2.1", user_agent="x" * 400)
    hear(shops.sakura, long, said(ip="2001:DB8::1"))
    with store_scope(shops.sakura.pk):
        record = ConsentRecord.objects.get(position=1)
    assert (len(record.name), len(record.note), record.ip, len(record.user_agent)) == (
        100, 500, "192.0.2.1", 300,
    )  # fmt: skip
    assert verify_chain(shops.sakura).proven


def test_nothing_is_written_of_a_time_to_come_or_of_what_there_is_none_of(shops: Shops) -> None:
    with pytest.raises(ValidationError, match="not come yet"):
        hear(shops.sakura, said(), said(given_at=timezone.now() + timedelta(hours=1)))
    for wrong in (said(purpose="all"), said(source="guessed")):
        with pytest.raises(ValueError, match="no purpose or source"):
            hear(shops.sakura, wrong)
    assert (standing(shops.sakura), recorded(shops)) == ({}, [])


def test_who_may_not_record_records_nothing_and_a_program_may(shops: Shops) -> None:
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CONSENTS_RECORD]
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        record_consents(actor=staff, given=[said()])
    program = program_of(shops.sakura, scopes=[Scope.CUSTOMERS], name="till").token
    assert hear(shops.sakura, said(), actor=program) == [1]
    assert [one["by"] for one in recorded(shops)] == ["API: till"]


def test_many_entries_take_as_many_statements_as_few(shops: Shops, django_assert_num_queries: Any) -> None:
    hear(shops.sakura, said())
    for count in (1, 50):
        phones = [f"+8180{count:04d}{number:04d}" for number in range(count)]
        # The savepoint, lock, time, two COPYs, head, audit line, states, what messaging cancels.
        with store_scope(shops.sakura.pk), django_assert_num_queries(10):
            record_consents(actor=None, given=[said(phone, granted=False) for phone in phones])


def test_a_wording_is_a_version_of_its_own_and_the_same_words_are_none(shops: Shops) -> None:
    owner, words = shops.sakura_owner, " お知らせを\r\n受け取ります。 "
    with store_scope(shops.sakura.pk):
        first = save_wording(actor=owner, text=words, purposes=["promotion"], language="ja")
        again = save_wording(actor=owner, text=words, purposes=["promotion"], language="ja")
        second = save_wording(actor=owner, text=words, purposes=["reminder", "promotion"], language="ja")
        assert (first.version, first.text, again.pk) == (1, "お知らせを\n受け取ります。", first.pk)
        assert (second.version, second.purposes) == (2, ["reminder", "promotion"])
        with pytest.raises(ValidationError) as refused:
            save_wording(actor=owner, text=" ", purposes=["all"], language="fr")
        assert set(refused.value.message_dict) == {"text", "purposes", "language"}
        with pytest.raises(PermissionDenied):
            save_wording(actor=shops.sakura_staff, text="x", purposes=["notice"], language="ja")
