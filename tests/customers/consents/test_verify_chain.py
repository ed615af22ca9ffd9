"""Whatever somebody with a hand in the database does to the ledger is found, or refused."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.erase import erase_records
from customers.domain.consents.save_wording import save_wording
from customers.domain.keep_upload import keep_upload
from customers.ledger.entry import Entry, digest
from customers.ledger.link import Link, link_hash
from customers.models import ConsentChain, ConsentLink, ConsentRecord, ConsentState, Upload, UploadPart
from customers.queries.consent_chain import verify_chain
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THEN, THIRD, hear, said, standing
from tests.shops import Shops

LINK, RECORD = "customers_consentlink", "customers_consentrecord"
GUARDED = (LINK, RECORD, "customers_consentwording")
Run = Callable[..., None]


@pytest.fixture
def ledger(shops: Shops) -> Shops:
    """Five links of sakura, two of midori; the second of sakura has a wording and a paper."""
    with store_scope(shops.sakura.pk):
        wording = save_wording(
            actor=shops.sakura_owner, text="受け取ります。", purposes=["promotion"], language="ja"
        )
        paper = keep_upload(actor=shops.sakura_owner, name="紙.pdf", pieces=[b"signed"], most=100)
    hear(shops.sakura, said())
    hear(shops.sakura, said(OTHER, wording=wording, evidence=paper), said(THIRD), actor=shops.sakura_staff)
    hear(shops.sakura, said(PHONE, "notice"), said(PHONE, granted=False, given_at=THEN + DAY))
    hear(shops.midori, said(), said(OTHER))
    return shops


@pytest.fixture
def sql(ledger: Shops) -> Run:
    """A statement about sakura's rows, by the owner of the tables: triggers off."""

    def run(statement: str, *, triggers: bool = False) -> None:
        with connection.cursor() as cursor:
            # A table with checks under way cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in () if triggers else GUARDED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
            cursor.execute(statement.replace("MINE", f"store_id = {ledger.sakura.pk}"))
            for table in () if triggers else GUARDED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")

    return run


def flaws(shops: Shops) -> list[tuple[str, int]]:
    """Of sakura; midori's ledger is whole all the while."""
    assert verify_chain(shops.midori).proven
    return [(one.flaw.value, one.position) for one in verify_chain(shops.sakura).findings]


def test_a_ledger_as_it_was_written_is_proven_with_what_was_read(ledger: Shops) -> None:
    verdict = verify_chain(ledger.sakura)
    with store_scope(ledger.sakura.pk):
        head = bytes(ConsentChain.objects.get().head_hash).hex()
    assert (verdict.proven, verdict.links, verdict.records, verdict.erased, verdict.anchors) == (
        True, 5, 5, 0, 3,
    )  # fmt: skip
    assert (verdict.head_position, verdict.head) == (5, head)


def test_a_ledger_without_entries_is_proven(shops: Shops) -> None:
    verdict = verify_chain(shops.sakura)
    assert (verdict.proven, verdict.links, verdict.head) == (True, 0, "")


@pytest.mark.parametrize("table", [LINK, RECORD, "customers_consentwording"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET store_id = store_id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete(
    ledger: Shops, sql: Run, table: str, statement: str
) -> None:
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        sql(statement.format(table), triggers=True)
    assert flaws(ledger) == []


CHANGES = {
    "a phone": (f"UPDATE {RECORD} SET phone = '+818000000000' WHERE MINE AND position = 3", "record_changed"),
    "a name": (f"UPDATE {RECORD} SET name = '別人' WHERE MINE AND position = 3", "record_changed"),
    "an answer": (f"UPDATE {RECORD} SET granted = NOT granted WHERE MINE AND position = 3", "record_changed"),
    "a purpose": (f"UPDATE {RECORD} SET purpose = 'notice' WHERE MINE AND position = 3", "record_changed"),
    "a time": (
        f"UPDATE {RECORD} SET given_at = given_at - interval '1 day' WHERE MINE AND position = 3",
        "record_changed",
    ),
    "a source": (f"UPDATE {RECORD} SET source = 'paper' WHERE MINE AND position = 3", "record_changed"),
    "a note": (f"UPDATE {RECORD} SET note = 'x' WHERE MINE AND position = 3", "record_changed"),
    "an address": (f"UPDATE {RECORD} SET ip = '192.0.2.1' WHERE MINE AND position = 3", "record_changed"),
    "a recorder": (f"UPDATE {RECORD} SET recorded_by_name = 'x' WHERE MINE AND position = 3", "record_changed"),
    "a salt": (f"UPDATE {RECORD} SET salt = salt || 'x' WHERE MINE AND position = 3", "record_changed"),
    "a file's hash": (
        f"UPDATE {RECORD} SET evidence_sha256 = repeat('0', 64) WHERE MINE AND position = 3",
        "record_changed",
    ),
    "which wording": (f"UPDATE {RECORD} SET wording_id = NULL WHERE MINE AND position = 2", "record_changed"),
    "a wording's purposes": (
        "UPDATE customers_consentwording SET purposes = '{promotion,notice}' WHERE MINE", "record_changed",
    ),
    "a wording's language": ("UPDATE customers_consentwording SET language = 'en' WHERE MINE", "record_changed"),
    "a wording's text": ("UPDATE customers_consentwording SET text = '別' WHERE MINE", "record_changed"),
    "a link's time": (f"UPDATE {LINK} SET at = at - interval '1 day' WHERE MINE AND position = 3", "link_changed"),
    "a link's action": (f"UPDATE {LINK} SET action = 'withdrawn' WHERE MINE AND position = 3", "link_changed"),
    "a link's digest": (f"UPDATE {LINK} SET digest = previous WHERE MINE AND position = 3", "link_changed"),
    "a link's hash": (f"UPDATE {LINK} SET hash = previous WHERE MINE AND position = 3", "link_changed"),
    "a record taken away": (f"DELETE FROM {RECORD} WHERE MINE AND position = 3", "record_missing"),
    "a file": (
        "UPDATE customers_uploadpart SET data = 'forged'::bytea WHERE MINE",
        "evidence",
    ),
    "a file gone": (f"UPDATE {RECORD} SET evidence_id = NULL WHERE MINE AND position = 2", "evidence"),
    "what counts made up": (
        "INSERT INTO customers_consentstate (store_id, phone, purpose, granted, given_at, position) "
        "SELECT store_id, '+818000000000', 'notice', true, given_at, 3 FROM customers_consentstate "
        "WHERE MINE AND position = 3",
        "state",
    ),
    "what counts": ("UPDATE customers_consentstate SET granted = NOT granted WHERE MINE AND position = 3", "state"),
    "what counts gone": ("DELETE FROM customers_consentstate WHERE MINE AND position = 3", "state"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_triggers_backs_is_found_at_its_place(
    ledger: Shops, sql: Run, change: str
) -> None:
    statement, flaw = CHANGES[change]
    sql(statement)
    place = 2 if "wording" in change or change in {"a file", "a file gone"} else 3
    assert (flaw, place) in flaws(ledger)


def test_a_record_deleted_as_an_erasure_would_is_found_without_its_link(ledger: Shops, sql: Run) -> None:
    sql("SET LOCAL smsnotify.erasing = 'on'", triggers=True)
    sql(f"DELETE FROM {RECORD} WHERE MINE AND position = 3", triggers=True)
    assert flaws(ledger) == [("record_missing", 3), ("state", 3)]


def test_a_link_taken_out_of_the_middle_is_found(ledger: Shops, sql: Run) -> None:
    sql(f"DELETE FROM {LINK} WHERE MINE AND position = 4")
    assert flaws(ledger) == [("gap", 5), ("record_stray", 4)]


def test_two_links_that_changed_places_are_found(ledger: Shops, sql: Run) -> None:
    for table in (LINK, RECORD):
        sql(
            f"UPDATE {table} SET position = CASE position WHEN 1 THEN 101 ELSE 102 END WHERE MINE AND position < 3"
        )
        sql(
            f"UPDATE {table} SET position = CASE position WHEN 101 THEN 2 ELSE 1 END WHERE MINE AND position > 100"
        )
    found = flaws(ledger)
    assert ("link_changed", 1) in found
    assert ("link_changed", 2) in found


def test_a_tail_cut_off_is_found_by_the_head(ledger: Shops, sql: Run) -> None:
    for table in (LINK, RECORD):
        sql(f"DELETE FROM {table} WHERE MINE AND position > 3")
    assert flaws(ledger)[0] == ("head", 3)


def test_a_tail_cut_off_with_its_head_put_right_is_found_by_the_audit_log(ledger: Shops, sql: Run) -> None:
    for table in (LINK, RECORD, "customers_consentstate"):
        sql(f"DELETE FROM {table} WHERE MINE AND position > 3")
    sql(
        "UPDATE customers_consentchain AS chain SET head_position = 3, head_hash = link.hash "
        f"FROM {LINK} AS link WHERE link.store_id = chain.store_id AND link.position = 3 AND chain.MINE"
    )
    hear(ledger.midori, said(THIRD))
    assert flaws(ledger) == [("anchor", 5), ("state", 1)]


def test_a_ledger_emptied_without_a_trace_in_it_is_found_by_the_audit_log(ledger: Shops, sql: Run) -> None:
    for table in (LINK, RECORD, "customers_consentstate", "customers_consentchain"):
        sql(f"DELETE FROM {table} WHERE MINE")
    assert flaws(ledger) == [("anchor", 1), ("anchor", 3), ("anchor", 5)]


def test_a_ledger_written_anew_from_the_first_link_on_is_found_by_the_audit_log(
    ledger: Shops, sql: Run
) -> None:
    for table in (LINK, RECORD, "customers_consentstate", "customers_consentchain"):
        sql(f"DELETE FROM {table} WHERE MINE")
    hear(ledger.sakura, *[said(granted=False)] * 5)
    # The new line tells of links of which there were lines already.
    assert flaws(ledger) == [("anchor", 1), ("anchor", 3), ("anchor", 5), ("untold", 1)]


def test_a_link_added_at_the_end_by_hand_is_found(ledger: Shops, sql: Run) -> None:
    sql(
        f"INSERT INTO {LINK} (store_id, position, at, action, purpose, digest, erased, previous, hash) "
        f"SELECT store_id, 6, now(), 'granted', 'promotion', digest, '{{}}', hash, hash FROM {LINK} "
        "WHERE MINE AND position = 5"
    )
    assert flaws(ledger) == [("head", 6), ("link_changed", 6), ("record_missing", 6), ("untold", 6)]


SALT = b"s" * 16
MADE_UP = Entry("+818000000000", "", "notice", True, THEN, "counter", recorded_by="smsnotify")


def forged(
    shops: Shops, action: str, *, position: int = 6, entry: Entry | None = None, **further: Any
) -> None:
    """A link with the right hash and the head moved to it, with its record and what counts: all but the audit log."""
    with store_scope(shops.sakura.pk):
        chain = ConsentChain.objects.get()
        facts = {"purpose": "", "digest": b"", "erased": (), "previous": bytes(chain.head_hash)} | further
        if entry is not None:
            facts |= {"purpose": entry.purpose, "digest": digest(SALT, entry)}
            ConsentRecord.objects.create(
                position=position, salt=SALT, phone=entry.phone, purpose=entry.purpose, granted=entry.granted,
                given_at=entry.given_at, source=entry.source, recorded_by_name=entry.recorded_by,
            )  # fmt: skip
            ConsentState.objects.create(
                phone=entry.phone, purpose=entry.purpose, granted=entry.granted, given_at=entry.given_at,
                position=position,
            )  # fmt: skip
        link = Link(position=position, at=datetime.now(UTC), action=action, **facts)
        ConsentLink.objects.create(**asdict(link), hash=link_hash(link))
        if position > 0:
            chain.head_position, chain.head_hash = position, link_hash(link)
            chain.save()


def test_a_consent_made_up_at_the_end_with_all_that_belongs_to_it_is_found_by_the_audit_log(
    ledger: Shops,
) -> None:
    forged(ledger, "granted", entry=MADE_UP)
    assert flaws(ledger) == [("untold", 6)]
    # What is written after it does not make it good.
    hear(ledger.sakura, said(THIRD, "notice"))
    assert flaws(ledger) == [("untold", 6)]


def test_a_withdrawal_made_away_with_as_an_erasure_would_is_found_by_the_audit_log(
    ledger: Shops, sql: Run
) -> None:
    sql("SET LOCAL smsnotify.erasing = 'on'", triggers=True)
    sql(f"DELETE FROM {RECORD} WHERE MINE AND position = 5", triggers=True)
    sql("SET LOCAL smsnotify.erasing = 'off'", triggers=True)
    sql(
        "UPDATE customers_consentstate AS state SET granted = true, given_at = said.given_at, position = 1 "
        f"FROM {RECORD} AS said WHERE said.store_id = state.store_id AND said.position = 1 "
        "AND state.position = 5 AND state.MINE",
        triggers=True,
    )
    forged(ledger, "erased", erased=(5,))
    assert flaws(ledger) == [("untold", 6)]


def test_an_erasure_told_of_as_a_recording_is_found(ledger: Shops, sql: Run) -> None:
    with store_scope(ledger.sakura.pk):
        erase_records(actor=None, phone=THIRD)
    sql("ALTER TABLE accounts_auditentry DISABLE TRIGGER append_only")
    sql(
        "UPDATE accounts_auditentry SET action = 'consents.recorded', details = details || '{\"first\": 6}' "
        "WHERE action = 'consents.erased' AND MINE"
    )
    sql("ALTER TABLE accounts_auditentry ENABLE TRIGGER append_only")
    assert flaws(ledger) == [("untold", 6)]


def test_the_database_refuses_places_before_the_first(ledger: Shops) -> None:
    for entry in (None, MADE_UP):
        with pytest.raises(IntegrityError, match="from_one"), transaction.atomic():
            forged(ledger, "granted", position=-5, entry=entry)
    assert flaws(ledger) == []


def test_a_consent_made_up_before_the_first_link_is_found(ledger: Shops, sql: Run) -> None:
    for table in (LINK, RECORD):
        sql(f"ALTER TABLE {table} DROP CONSTRAINT {table}_from_one")
    forged(ledger, "granted", position=-5, entry=MADE_UP)
    assert flaws(ledger) == [("record_stray", -5)]


def test_an_erased_number_leaves_a_chain_that_still_proves_and_nothing_of_the_person(
    ledger: Shops,
) -> None:
    with store_scope(ledger.sakura.pk):
        assert erase_records(actor=ledger.sakura_owner, phone=OTHER) == 1
        assert erase_records(actor=ledger.sakura_owner, phone=PHONE) == 3
        assert erase_records(actor=None, phone=PHONE) == 0
        assert [one.position for one in ConsentRecord.objects.order_by("position")] == [3]
        assert (Upload.objects.count(), UploadPart.objects.count()) == (0, 0)
        lines = AuditEntry.objects.filter(action="consents.erased").order_by("id")
        assert [(one.details["last"], one.details["entries"]) for one in lines] == [(6, 1), (7, 3)]
    assert standing(ledger.sakura) == {(THIRD, "promotion"): (True, 3)}
    assert standing(ledger.midori) == {(PHONE, "promotion"): (True, 1), (OTHER, "promotion"): (True, 2)}
    verdict = verify_chain(ledger.sakura)
    assert (verdict.proven, verdict.links, verdict.records, verdict.erased) == (True, 7, 1, 4)
    assert hear(ledger.sakura, said()) == [8]
    assert flaws(ledger) == []


def test_an_erased_record_that_is_put_back_is_found(ledger: Shops, sql: Run) -> None:
    sql(f"CREATE TEMP TABLE copied AS SELECT * FROM {RECORD} WHERE MINE AND position = 3")
    with store_scope(ledger.sakura.pk):
        erase_records(actor=None, phone=THIRD)
    sql(f"INSERT INTO {RECORD} SELECT * FROM copied")
    assert flaws(ledger) == [("erased_there", 3), ("state", 3)]


def test_after_an_erasure_deleting_is_refused_again_in_the_same_transaction(ledger: Shops, sql: Run) -> None:
    with store_scope(ledger.sakura.pk):
        erase_records(actor=None, phone=THIRD)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            ConsentRecord.objects.all().delete()
        assert ConsentState.objects.count() == 3


def test_reading_takes_no_more_memory_and_queries_for_more_links(
    shops: Shops, django_assert_num_queries: object
) -> None:
    hear(shops.sakura, said())
    with django_assert_num_queries(12):  # type: ignore[operator]
        verify_chain(shops.sakura)
    with store_scope(shops.sakura.pk):
        record_consents(actor=None, given=[said(f"+8180{number:08d}") for number in range(200)])
    with django_assert_num_queries(12):  # type: ignore[operator]
        assert verify_chain(shops.sakura).links == 201


def test_the_command_says_it_of_all_stores_or_one_and_fails_where_something_is_wrong(
    ledger: Shops, sql: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_consents")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(";")[0] for line in lines] == ["midori-estate: proven", "sakura-auto: proven"]
    sql(f"DELETE FROM {RECORD} WHERE MINE AND position = 3")
    call_command("verify_consents", "midori-estate")
    capsys.readouterr()
    with pytest.raises(CommandError, match="1 of 2 ledgers") as failed:
        call_command("verify_consents", "--json")
    assert failed.value.returncode == 1
    told = capsys.readouterr().out
    assert '"store": "sakura-auto", "proven": false' in told
    assert '"findings": [{"flaw": "record_missing", "position": 3}, {"flaw": "state", "position": 3}]' in told
    with pytest.raises(CommandError, match="no store nowhere"):
        call_command("verify_consents", "nowhere")
