"""The same request sent again is answered the same, and done once (Idempotency-Key)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone

from accounts.models import KeptAnswer, Store
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of

KEPT_FOR = timedelta(hours=24)
_FORGOTTEN_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Request:
    """`fingerprint`: SHA-256 of who asks and of the body. Keys are a store's own, and those of one method and path."""

    store: Store
    method: str
    path: str
    key: str
    fingerprint: str

    @property
    def lock(self) -> int:
        """The number of the lock under which it is worked on; a signed 64-bit integer."""
        named = "\n".join([str(self.store.pk), self.method, self.path, self.key])
        return int.from_bytes(blake2b(named.encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is JSON. `repeated`: it was given before, and nothing was done now."""

    status: int
    body: str
    repeated: bool = False


class StillRunning(Exception):
    """Another request with the same key is at work right now."""


class OtherBody(Exception):
    """The key was used with another body, or by another program."""


@transaction.atomic
def answered_once(request: Request, work: Callable[[], Answer]) -> Answer:
    """What `work` answers, or answered within the last 24 hours. Raises StillRunning, OtherBody, what work raises.

    The work and its answer commit together, under a lock that ends with the transaction: after a crash there is
    neither. What raises has made nothing and is not kept, so that it may be mended and sent again.
    """
    ((free,),) = rows_of("SELECT pg_try_advisory_xact_lock(%s)", [request.lock])
    if not free:
        raise StillRunning
    named = {"method": request.method, "path": request.path, "key": request.key}
    kept: KeptAnswer | None = KeptAnswer.objects.filter(store=request.store, **named).first()
    if kept is not None and kept.created_at < timezone.now() - KEPT_FOR:
        # forget_answers has not come by yet.
        kept.delete()
    elif kept is not None:
        if kept.fingerprint != request.fingerprint:
            raise OtherBody
        return Answer(kept.status, kept.body, repeated=True)
    answer = work()
    KeptAnswer.objects.create(
        store=request.store,
        fingerprint=request.fingerprint,
        status=answer.status,
        body=answer.body,
        **named,
    )
    return answer


def forget_answers_holding(texts: Sequence[str]) -> int:
    """Delete what the store in scope has kept whose JSON holds one of these texts as they are.

    A request repeated after that is done anew: its person has been erased meanwhile. Returns how many.
    """
    if not texts:
        return 0
    return changed_by(
        "DELETE FROM accounts_keptanswer WHERE store_id = %s AND EXISTS ("
        "SELECT 1 FROM unnest(%s::text[]) AS sought(text) WHERE position(sought.text IN body) > 0)",
        [current_store_id(), list(texts)],
    )


def forget_answers() -> int:
    """Delete what is older than KEPT_FOR, a batch at a time, each in its own transaction. Returns how many."""
    forgotten = 0
    while True:
        gone = changed_by(
            "DELETE FROM accounts_keptanswer WHERE id = ANY(ARRAY(SELECT id FROM accounts_keptanswer "
            "WHERE created_at < now() - %s ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED))",
            [KEPT_FOR, _FORGOTTEN_AT_ONCE],
        )
        forgotten += gone
        if gone < _FORGOTTEN_AT_ONCE:
            return forgotten
