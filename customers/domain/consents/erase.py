"""Dropping the personal side of a number's entries; the chain keeps proving that there were so many, and when."""

from django.db import transaction

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.operations import ERASING
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.consents.append import write_links
from customers.domain.consents.chain import locked_chain, move_head
from customers.domain.keep_upload import drop_upload
from customers.ledger.link import START, Link, link_hash
from customers.models import ConsentLink, ConsentState, Upload

_DROP = """
DELETE FROM customers_consentrecord WHERE store_id = %s AND phone = %s RETURNING position, evidence_id
"""
# A file may stand for a household's other number too.
_STILL_NAMED = "SELECT evidence_id FROM customers_consentrecord WHERE store_id = %s AND evidence_id = ANY(%s)"


@transaction.atomic
def erase_records(*, actor: Actor | None, phone: str) -> int:
    """Drop all entries of a number (E.164) in the store in scope, their salts and their files. Returns how many.

    A link that names their positions is added to the chain, so that a gap that nobody asked for can be told from
    this. Nothing counts as granted or withdrawn for the number afterwards; a stop stays. Raises PermissionDenied.
    """
    if actor is not None:
        require(actor, Permission.PRIVACY_ERASE)
    store_id = current_store_id()
    chain, now = locked_chain()
    dropped = _dropped(store_id, phone)
    ConsentState.objects.filter(phone=phone).delete()
    if not dropped:
        return 0
    link = Link(
        position=chain.head_position + 1,
        at=now,
        action=ConsentLink.Action.ERASED.value,
        purpose="",
        digest=b"",
        erased=tuple(sorted(position for position, _evidence in dropped)),
        previous=bytes(chain.head_hash) or START,
    )
    own = link_hash(link)
    write_links(store_id, [link], [own])
    move_head(
        chain,
        actor=actor,
        position=link.position,
        head=own,
        action="consents.erased",
        details={"entries": len(dropped)},
    )
    _drop_files(store_id, {evidence for _position, evidence in dropped if evidence})
    return len(dropped)


def _dropped(store_id: int, phone: str) -> list[tuple[int, int | None]]:
    """The rows' positions and files. The trigger lets them go in here only."""
    changed_by(f"SET LOCAL {ERASING} = 'on'", [])
    dropped = rows_of(_DROP, [store_id, phone])
    changed_by(f"SET LOCAL {ERASING} = 'off'", [])
    return [(position, evidence) for position, evidence in dropped]


def _drop_files(store_id: int, evidence_ids: set[int]) -> None:
    kept = {row[0] for row in rows_of(_STILL_NAMED, [store_id, list(evidence_ids)])}
    for upload in Upload.objects.filter(pk__in=evidence_ids - kept):
        drop_upload(upload)
