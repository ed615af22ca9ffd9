"""A member of the team proves a handset of their own: test sends go there, in trial nothing else does (A9, I4)."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from customers.domain.number_checks.answer import Answer, answer_check
from customers.domain.number_checks.limits import take_turn
from customers.domain.number_checks.make import StoreMayNotSend, make_check
from customers.domain.sign_up.counter import NumberStopped, may_not_be_told
from customers.models import NumberCheck
from customers.phone import masked_form
from messaging.models import TestNumber


@transaction.atomic
def ask_test_code(*, actor: Membership, phone: str) -> NumberCheck:
    """A code on its way to the number (E.164), in the member's language; also while the store is in trial.

    A number that was proved before stays in use until the code for the new one is told. Raises PermissionDenied,
    NumberStopped, TooManyCodes, and CodeNotSent also while the store is suspended.
    """
    require(actor, Permission.MESSAGES_SEND)
    if actor.store.status == Store.Status.SUSPENDED:
        raise StoreMayNotSend
    if may_not_be_told(actor.store, phone):
        raise NumberStopped
    check = NumberCheck(occasion=NumberCheck.Occasion.TEAM, key=uuid4(), phone=phone)
    make_check(actor=actor, check=check, language=actor.user.language)
    now = timezone.now()
    number, made = TestNumber.objects.get_or_create(
        member=actor, defaults={"phone": phone, "check_key": check.key, "asked_at": now}
    )
    if not made:
        number.check_key, number.asked_at = check.key, now
        if number.proved_at is None:
            number.phone = phone
        number.save(update_fields=["check_key", "asked_at", "phone"])
    return check


@transaction.atomic
def prove_test_number(*, actor: Membership, check: NumberCheck, code: str) -> Answer:
    """With the right code the number is the member's, in place of an earlier one. Any other answer changes nothing but
    the number of tries. Raises PermissionDenied.
    """
    require(actor, Permission.MESSAGES_SEND)
    take_turn()
    answer = answer_check(check=check, code=code)
    if answer is Answer.RIGHT:
        number = TestNumber.objects.select_for_update().get(member=actor)
        number.phone, number.proved_at, number.check_key = check.phone, check.confirmed_at, None
        number.save(update_fields=["phone", "proved_at", "check_key"])
        record_audit(
            actor=actor,
            action="test_number.proved",
            target=number,
            details={"phone": masked_form(number.phone)},
        )
    return answer


@transaction.atomic
def remove_test_number(*, actor: Membership) -> bool:
    """Whether there was one, proved or not. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    number: TestNumber | None = TestNumber.objects.select_for_update().filter(member=actor).first()
    if number is None:
        return False
    record_audit(
        actor=actor, action="test_number.removed", target=number, details={"phone": masked_form(number.phone)}
    )
    number.delete()
    return True
