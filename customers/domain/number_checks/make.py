"""Making a check: a code on its way to a number."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Actor
from accounts.tenancy.scope import current_store_id
from customers.domain.number_checks.code import digest_of, new_code
from customers.domain.number_checks.limits import count_in, take_turn
from customers.models import NumberCheck
from customers.phone import masked_form
from customers.signals import number_check_made

VALID_FOR = timedelta(minutes=10)


class CodeNotSent(Exception):
    """The store has no way to send one; nothing was made."""


class StoreMayNotSend(CodeNotSent):
    """The operator has not activated the store, or has suspended it."""


@transaction.atomic
def make_check(*, actor: Actor | None, check: NumberCheck, language: str) -> NumberCheck:
    """Save the check with a new code, which customers.signals.number_check_made takes along; it is kept nowhere else.

    `language` of the message: "ja" or "en". A number that is stopped gets a check like any other: that its message is
    held back shows on no page. Raises TooManyCodes and CodeNotSent; nothing is made then.
    """
    take_turn(check.ip)
    count_in(check)
    code = new_code()
    check.code_digest = digest_of(check.key, code)
    check.expires_at = timezone.now() + VALID_FOR
    check.save()
    record_audit(
        actor=actor,
        action="number_check.made",
        target=check,
        details={"phone": masked_form(check.phone), "occasion": check.occasion},
    )
    answers = number_check_made.send(
        NumberCheck,
        store_id=current_store_id(),
        check_id=check.pk,
        key=check.key,
        occasion=check.occasion,
        phone=check.phone,
        code=code,
        language=language,
        expires_at=check.expires_at,
        customer=check.customer,
        actor=actor,
    )
    if not any(planned for _, planned in answers):
        raise CodeNotSent
    return check
