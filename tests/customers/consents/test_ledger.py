"""The pure chain: whatever single thing is changed is found."""

import json
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.ledger.entry import Entry, canonical, canonical_wording, digest, plain_ip, wording_digest
from customers.ledger.link import START, Link, link_hash
from customers.ledger.verify import Finding, Flaw, Written, verify

AT = datetime(2026, 11, 23, 10, 0, 0, 123456, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
MOMENTS = st.integers(0, 4_000_000_000_000_000).map(lambda so_many: AT + timedelta(microseconds=so_many))
ENTRIES = st.builds(
    Entry,
    phone=st.sampled_from(["+819012345678", "+818011112222"]),
    name=TEXT,
    purpose=st.sampled_from(["notice", "reminder", "promotion"]),
    granted=st.booleans(),
    given_at=MOMENTS,
    source=st.sampled_from(["counter", "paper"]),
    wording=st.integers(0, 9),
    wording_sha256=st.sampled_from(["", "ab" * 32]),
    note=TEXT,
    ip=st.sampled_from(["", "192.0.2.1", "2001:db8::1"]),
    user_agent=TEXT,
    evidence_sha256=st.sampled_from(["", "cd" * 32]),
    recorded_by=TEXT,
)


def chain_of(entries: list[Entry], erased: set[int] = frozenset()) -> list[Written]:  # type: ignore[assignment]
    """A chain as it is written; `erased` positions have lost their record, which a last link tells."""
    found: list[Written] = []
    previous = START
    for position, entry in enumerate(entries, start=1):
        salt = position.to_bytes(16, "big")
        action = "granted" if entry.granted else "withdrawn"
        link = Link(position, AT, action, entry.purpose, digest(salt, entry), (), previous)
        previous = link_hash(link)
        kept = position not in erased
        found.append(Written(link, previous, salt if kept else b"", entry if kept else None))
    if erased:
        link = Link(len(entries) + 1, AT, "erased", "", b"", tuple(sorted(erased)), previous)
        found.append(Written(link, link_hash(link)))
    return found


CHAINS = st.lists(ENTRIES, min_size=1, max_size=5).map(chain_of)


@settings(max_examples=60)
@given(CHAINS)
def test_a_chain_as_it_was_written_has_no_flaw(chain: list[Written]) -> None:
    assert verify(chain) == []


@settings(max_examples=200)
@given(CHAINS, st.data())
def test_any_single_change_of_any_field_of_an_entry_is_found_at_its_link(
    chain: list[Written], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    entry = chain[place].entry
    assert entry is not None
    name = data.draw(st.sampled_from([field.name for field in fields(Entry)]))
    other = data.draw(ENTRIES.filter(lambda one: getattr(one, name) != getattr(entry, name)))
    chain[place] = replace(chain[place], entry=replace(entry, **{name: getattr(other, name)}))
    assert verify(chain) == [Finding(Flaw.RECORD_CHANGED, place + 1)]


CHANGES = {
    "position": lambda link: replace(link, position=link.position + 100),
    "at": lambda link: replace(link, at=link.at + timedelta(microseconds=1)),
    "action": lambda link: replace(
        link, action={"granted": "withdrawn", "withdrawn": "granted"}.get(link.action, "granted")
    ),
    "purpose": lambda link: replace(link, purpose=link.purpose + "x"),
    "digest": lambda link: replace(link, digest=bytes(32)),
    "erased": lambda link: replace(link, erased=(*link.erased, 7)),
    "previous": lambda link: replace(link, previous=b"\1" * 32),
}


def test_every_field_of_a_link_has_a_change_below() -> None:
    assert set(CHANGES) == {field.name for field in fields(Link)}


@settings(max_examples=30)
@given(chain=CHAINS, data=st.data())
@pytest.mark.parametrize("field", CHANGES)
def test_any_single_change_of_a_link_is_found(chain: list[Written], field: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    chain[place] = replace(chain[place], link=CHANGES[field](chain[place].link))
    assert Finding(Flaw.LINK_CHANGED, chain[place].link.position) in verify(chain)


@settings(max_examples=60)
@given(CHAINS.filter(lambda chain: len(chain) > 1), st.data())
def test_who_changes_a_link_and_its_hash_leaves_a_break_behind_it(
    chain: list[Written], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 2))
    link = replace(chain[place].link, at=AT + timedelta(days=1))
    chain[place] = replace(chain[place], link=link, hash=link_hash(link))
    assert verify(chain) == [Finding(Flaw.BROKEN, place + 2)]


@settings(max_examples=60)
@given(CHAINS.filter(lambda chain: len(chain) > 2), st.data())
def test_a_link_taken_out_or_put_elsewhere_is_found(chain: list[Written], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 2))
    taken = chain[:place] + chain[place + 1 :]
    assert verify(taken) == [Finding(Flaw.GAP, place + 2)]
    moved = [*chain]
    moved[place], moved[place + 1] = moved[place + 1], moved[place]
    assert {finding.flaw for finding in verify(moved)} == {Flaw.GAP}


def test_an_erased_record_is_no_flaw_where_a_link_names_it_and_one_without_is() -> None:
    entries = [Entry("+819012345678", "", "promotion", True, AT, "counter") for _ in range(3)]
    assert verify(chain_of(entries, {1, 3})) == []
    unnamed = chain_of(entries)
    unnamed[1] = replace(unnamed[1], salt=b"", entry=None)
    assert verify(unnamed) == [Finding(Flaw.RECORD_MISSING, 2)]
    restored = chain_of(entries, {2})
    restored[1] = chain_of(entries)[1]
    assert verify(restored) == [Finding(Flaw.ERASED_THERE, 2)]


@given(ENTRIES)
def test_the_canonical_form_is_the_sorted_json_of_all_fields(entry: Entry) -> None:
    facts = asdict(entry) | {"given_at": entry.given_at.isoformat(timespec="microseconds")}
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical(entry) == written.encode()


def test_the_canonical_form_and_the_hashes_are_these_for_ever() -> None:
    tokyo = timezone(timedelta(hours=9))
    entry = Entry(
        "+819012345678", "山田", "promotion", True, datetime(2026, 3, 1, 10, tzinfo=tokyo), "web_form", 2, "ab",
        "メモ", "::ffff:192.0.2.7", "Mozilla/5.0", "", "smsnotify",
    )  # fmt: skip
    assert canonical(entry).decode() == (
        '{"evidence_sha256":"","given_at":"2026-03-01T01:00:00.000000+00:00","granted":true,"ip":"192.0.2.7",'
        '"name":"山田","note":"メモ","phone":"+819012345678","purpose":"promotion","recorded_by":"smsnotify",'
        '"source":"web_form","user_agent":"Mozilla/5.0","wording":2,"wording_sha256":"ab"}'
    )
    link = Link(1, AT, "granted", "promotion", digest(bytes(16), entry), (), START)
    erasure = Link(2, AT, "erased", "", b"", (1,), link_hash(link))
    assert [link_hash(link).hex(), link_hash(erasure).hex()] == EVER


@given(TEXT, st.lists(st.sampled_from(["notice", "reminder", "promotion"])), st.sampled_from(["ja", "en"]))
def test_a_wordings_canonical_form_is_sorted_json_too(text: str, purposes: list[str], language: str) -> None:
    shown = {"text": text, "purposes": purposes, "language": language}
    written = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical_wording(text, purposes, language) == written


def test_a_wordings_digest_is_this_for_ever() -> None:
    assert wording_digest("受け取ります。", ["notice", "promotion"], "ja") == WORDING_EVER


WORDING_EVER = "91aca7bff8ae6e7d603c932cdb02ce3a0345721970ecd0c042207f69d482a538"
EVER = [
    "f2a39f7a4d59d06e14a58865324b94815d2b30bd3a187dad7d354d39537dd958",
    "63c128061d002c1aa22180e17a9d95e2a03a8ec7129d3cebf1f35b7159907703",
]


def test_another_salt_is_another_digest_and_a_hash_of_another_length_is_refused() -> None:
    entry = Entry("+819012345678", "", "promotion", True, AT, "counter")
    assert digest(bytes(16), entry) != digest(b"\1" * 16, entry)
    with pytest.raises(ValueError, match="32 bytes"):
        link_hash(Link(1, AT, "granted", "promotion", b"", (), b""))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("", ""), ("2001:DB8:0::1", "2001:db8::1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("10.0.0.1", "10.0.0.1")],
)
def test_an_address_is_written_in_one_way(typed: str, plain: str) -> None:
    assert plain_ip(typed) == plain
