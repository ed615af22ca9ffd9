"""Writing into the consent ledger: the only way in."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import array_literal
from customers.domain.consents.chain import locked_chain, move_head
from customers.domain.consents.given import Given
from customers.domain.consents.states import carry_states
from customers.ledger.entry import SALT_BYTES, Entry, digest, plain_ip, wording_digest
from customers.ledger.link import START, Link, link_hash
from customers.models import ConsentChain, ConsentLink, ConsentPurpose, ConsentRecord, ConsentSource
from customers.signals import consent_withdrawn

_LINK_COLUMNS = "store_id, position, at, action, purpose, digest, erased, previous, hash"
_RECORD_COLUMNS = (
    "store_id, position, salt, phone, name, purpose, granted, given_at, source, wording_id, note, ip, user_agent, "
    "evidence_sha256, evidence_id, recorded_by_name"
)
# Another server's clock may be a little ahead.
_CLOCK_DIFFERENCE = timedelta(minutes=5)
_NAME_LENGTH: int = ConsentRecord._meta.get_field("name").max_length or 0
_NOTE_LENGTH: int = ConsentRecord._meta.get_field("note").max_length or 0
_AGENT_LENGTH: int = ConsentRecord._meta.get_field("user_agent").max_length or 0


@transaction.atomic
def record_consents(*, actor: Actor | None, given: Sequence[Given]) -> list[int]:
    """The positions of these entries in the chain of the store in scope, in order; nothing for none.

    What counts afterwards is what was said last; of the same moment, the withdrawal. A withdrawal that counts is
    told by customers.signals.consent_withdrawn in the same transaction. One audit line for all. Without an actor the
    person did it (sign-up page, reply). Longer names and notes are cut to what the ledger keeps. Raises
    PermissionDenied; ValidationError for a time to come; ValueError for a purpose or source that there is none of.
    """
    if actor is not None:
        require(actor, Permission.CONSENTS_RECORD)
    return append_entries(actor=actor, given=given)


def append_entries(*, actor: Actor | None, given: Sequence[Given], said_through: str = "") -> list[int]:
    """The same for what follows from another decision, whose permission was asked there: a stop, a lifted stop.

    `said_through` names the recorder where there is no actor. Call it in a transaction.
    """
    if not given:
        return []
    _check(given)
    recorder = actor.shown_name if actor else said_through or "smsnotify"
    chain, now = locked_chain()
    first = chain.head_position + 1
    shown = {one.wording.pk: one.wording for one in given if one.wording}
    wordings = {pk: wording_digest(one.text, one.purposes, one.language) for pk, one in shown.items()}
    entries = [_entry(one, recorder, wordings) for one in given]
    salts = _salts(len(entries))
    links, head = _links(chain, now, entries, salts)
    _write(chain.store_id, links, head, entries, salts, given)
    granted = sum(one.granted for one in given)
    move_head(
        chain,
        actor=actor,
        position=links[-1].position,
        head=head[-1],
        action="consents.recorded",
        details={"first": first, "granted": granted, "withdrawn": len(given) - granted},
    )
    withdrawn = carry_states(store_id=chain.store_id, first=first, given=given)
    if withdrawn:
        consent_withdrawn.send(ConsentRecord, store_id=chain.store_id, withdrawn=withdrawn)
    return [link.position for link in links]


def _check(given: Sequence[Given]) -> None:
    check_said(max(one.given_at for one in given))
    purposes, sources = frozenset(ConsentPurpose.values), frozenset(ConsentSource.values)
    for one in given:
        if one.purpose not in purposes or one.source not in sources:
            raise ValueError(f"no purpose or source of consent: {one.purpose!r}, {one.source!r}")


def check_said(at: datetime, *, field: str = "given_at") -> None:
    """Raises ValidationError for a time to come."""
    if at > timezone.now() + _CLOCK_DIFFERENCE:
        raise ValidationError({field: ValidationError(_("This time has not come yet."), code="future")})


def _entry(one: Given, recorder: str, wordings: Mapping[int, str]) -> Entry:
    return Entry(
        phone=one.phone,
        name=one.name[:_NAME_LENGTH],
        purpose=one.purpose,
        granted=one.granted,
        given_at=one.given_at,
        source=one.source,
        wording=one.wording.version if one.wording else 0,
        wording_sha256=wordings[one.wording.pk] if one.wording else "",
        note=one.note[:_NOTE_LENGTH],
        ip=plain_ip(one.ip or ""),
        user_agent=one.user_agent[:_AGENT_LENGTH],
        evidence_sha256=one.evidence.sha256 if one.evidence else "",
        recorded_by=recorder,
    )


def _salts(count: int) -> list[bytes]:
    drawn = os.urandom(SALT_BYTES * count)
    return [drawn[start : start + SALT_BYTES] for start in range(0, len(drawn), SALT_BYTES)]


def _links(
    chain: ConsentChain, now: datetime, entries: Sequence[Entry], salts: Sequence[bytes]
) -> tuple[list[Link], list[bytes]]:
    """The links in order, and the hash of each."""
    granted, withdrawn = ConsentLink.Action.GRANTED.value, ConsentLink.Action.WITHDRAWN.value
    links, hashes = [], []
    previous = bytes(chain.head_hash) or START
    for position, (entry, salt) in enumerate(zip(entries, salts, strict=True), start=chain.head_position + 1):
        action = granted if entry.granted else withdrawn
        link = Link(position, now, action, entry.purpose, digest(salt, entry), (), previous)
        previous = link_hash(link)
        links.append(link)
        hashes.append(previous)
    return links, hashes


def write_links(store_id: int, links: Sequence[Link], hashes: Sequence[bytes]) -> None:
    """Also for an erasure. COPY, however few: a statement for all of them."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY customers_consentlink ({_LINK_COLUMNS}) FROM STDIN") as rows,
    ):
        for link, own in zip(links, hashes, strict=True):
            rows.write_row(
                (
                    store_id,
                    link.position,
                    link.at,
                    link.action,
                    link.purpose,
                    link.digest,
                    array_literal(link.erased),
                    link.previous,
                    own,
                )
            )


def _write(
    store_id: int,
    links: Sequence[Link],
    hashes: Sequence[bytes],
    entries: Sequence[Entry],
    salts: Sequence[bytes],
    given: Sequence[Given],
) -> None:
    write_links(store_id, links, hashes)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY customers_consentrecord ({_RECORD_COLUMNS}) FROM STDIN") as rows,
    ):
        for row in _record_rows(store_id, links, entries, salts, given):
            rows.write_row(row)


def _record_rows(
    store_id: int,
    links: Sequence[Link],
    entries: Sequence[Entry],
    salts: Sequence[bytes],
    given: Sequence[Given],
) -> Iterator[tuple[object, ...]]:
    for link, entry, salt, one in zip(links, entries, salts, given, strict=True):
        yield (
            store_id,
            link.position,
            salt,
            entry.phone,
            entry.name,
            entry.purpose,
            entry.granted,
            entry.given_at,
            entry.source,
            one.wording.pk if one.wording else None,
            entry.note,
            entry.ip or None,
            entry.user_agent,
            entry.evidence_sha256,
            one.evidence.pk if one.evidence else None,
            entry.recorded_by,
        )
