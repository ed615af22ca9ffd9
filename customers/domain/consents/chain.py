"""The end of a store's chain, held while links are added to it."""

from datetime import datetime

from accounts.domain.record_audit import record_audit
from accounts.models import Actor
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.models import ConsentChain


def locked_chain() -> tuple[ConsentChain, datetime]:
    """The chain of the store in scope, made at its first use, and the time; held until the transaction ends.

    The time is taken after the lock, so that it does not run backwards along the chain. Call it in a transaction.
    """
    chain = _held()
    if chain is None:
        ConsentChain.objects.bulk_create([ConsentChain(store_id=current_store_id())], ignore_conflicts=True)
        chain = _held()
        assert chain is not None  # noqa: S101  # made just now, and never deleted
    ((now,),) = rows_of("SELECT clock_timestamp()", [])
    return chain, now


def _held() -> ConsentChain | None:
    found: ConsentChain | None = ConsentChain.objects.select_for_update().first()
    return found


def move_head(
    chain: ConsentChain,
    *,
    actor: Actor | None,
    position: int,
    head: bytes,
    action: str,
    details: dict[str, object],
) -> None:
    """Let the chain end at this link, and write that down in the audit log: the anchor outside the chain."""
    chain.head_position, chain.head_hash = position, head
    chain.save(update_fields=["head_position", "head_hash"])
    record_audit(
        actor=actor,
        action=action,
        target=chain,
        details={"last": position, "head": head.hex(), **details},
    )
