"""A code comes back: is it the one?"""

from enum import StrEnum

from django.db.models import F
from django.utils import timezone

from customers.domain.number_checks.code import is_code_of
from customers.models import NumberCheck

MOST_TRIES = 5


class Answer(StrEnum):
    RIGHT = "right"
    # Somebody gave the right one before; nothing is to be done again.
    DONE = "done"
    WRONG = "wrong"
    # No further try will be looked at: a new code is needed.
    TRIED_OUT = "tried_out"
    EXPIRED = "expired"


def answer_check(*, check: NumberCheck, code: str) -> Answer:
    """Count the try, then compare. RIGHT is given once, whoever else asks at the same moment.

    In the caller's transaction, which must be committed for a wrong code too: the try counts. Afterwards `check` is as
    the database has it. The try is taken by one conditional update, so no two of them are the fifth.
    """
    now = timezone.now()
    row = NumberCheck.objects.filter(pk=check.pk)
    open_row = row.filter(confirmed_at__isnull=True, expires_at__gt=now, tries__lt=MOST_TRIES)
    taken = open_row.update(tries=F("tries") + 1)
    check.refresh_from_db()
    if not taken:
        return _closed(check)
    if is_code_of(check.code_digest, key=check.key, code=code):
        row.update(confirmed_at=now)
        check.confirmed_at = now
        return Answer.RIGHT
    return Answer.WRONG if check.tries < MOST_TRIES else Answer.TRIED_OUT


def _closed(check: NumberCheck) -> Answer:
    if check.confirmed_at is not None:
        return Answer.DONE
    return Answer.TRIED_OUT if check.tries >= MOST_TRIES else Answer.EXPIRED


def is_open(check: NumberCheck) -> bool:
    """Whether a code may still be given for it."""
    return check.confirmed_at is None and check.tries < MOST_TRIES and check.expires_at > timezone.now()
