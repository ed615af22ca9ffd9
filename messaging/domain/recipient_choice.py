"""What a recipient says on a page of their own: nobody has signed in, so there is no actor."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from customers.domain.pause_number import pause_number
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentSource, Suppression
from messaging.queries.recipients.choice import NOT_NOTICES, Choice

PAUSE = timedelta(days=30)


@transaction.atomic
def apply_choice(*, phone: str, choice: Choice) -> None:
    """Let it hold for this number (E.164) at the store in scope, and at all of its legal entity.

    The same word again changes nothing, and a weaker one takes nothing back from a stronger one. What waits to be sent
    against it is cancelled; consents that it contradicts are withdrawn in the ledger. Nothing here allows a message.
    """
    if choice is Choice.PAUSE:
        pause_number(phone=phone, ends_at=timezone.now() + PAUSE)
        return
    reason, purposes = Suppression.Reason.OPT_OUT_PAGE, [Suppression.Purpose.ALL]
    if choice is Choice.NOTICES_ONLY:
        purposes = list(NOT_NOTICES)
    if choice is Choice.WRONG_PERSON:
        reason = Suppression.Reason.WRONG_PERSON
    for purpose in purposes:
        suppress_number(
            actor=None, phone=phone, reason=reason, purpose=purpose, source=ConsentSource.OPT_OUT_PAGE.value
        )
