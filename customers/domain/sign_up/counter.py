"""At the counter: a message in front of the customer shows that the number is theirs."""

from uuid import uuid4

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from customers.domain.number_checks.answer import Answer, answer_check
from customers.domain.number_checks.limits import take_turn
from customers.domain.number_checks.make import CodeNotSent, StoreMayNotSend, make_check
from customers.models import ConsentPurpose, Customer, NumberCheck
from customers.phone import masked_form
from customers.queries.consents import consent_answers
from customers.queries.suppressions import suppressed_phones


class NumberStopped(Exception):
    """No notice goes to the number, hence no code either."""


def send_test_code(*, actor: Membership, customer: Customer) -> NumberCheck:
    """A code on its way to the customer's number, in the customer's language.

    Raises PermissionDenied, NumberStopped, TooManyCodes, and CodeNotSent also while the store may not send.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    require(actor, Permission.MESSAGES_SEND)
    if actor.store.status != Store.Status.ACTIVE:
        raise StoreMayNotSend
    if not customer.mobile:
        raise CodeNotSent
    if may_not_be_told(actor.store, customer.mobile):
        raise NumberStopped
    check = NumberCheck(
        occasion=NumberCheck.Occasion.COUNTER, key=uuid4(), phone=customer.mobile, customer=customer
    )
    return make_check(actor=actor, check=check, language=customer.language)


def may_not_be_told(store: Store, phone: str) -> bool:
    """Whether a code would be held back: notices to the number (E.164) are stopped, or not wanted."""
    notice = ConsentPurpose.NOTICE.value
    if suppressed_phones(store=store, phones=[phone], purpose=notice):
        return True
    return consent_answers(store=store, phones=[phone], purposes=[notice]).get((phone, notice)) is False


@transaction.atomic
def confirm_number(*, actor: Membership, customer: Customer, check: NumberCheck, code: str) -> Answer:
    """With the right code the number is confirmed, for everybody on record who has it.

    A record that got another number meanwhile stays as it is. Any other answer changes nothing but the number of tries.
    Raises PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    take_turn()
    answer = answer_check(check=check, code=code)
    if answer is Answer.RIGHT:
        Customer.objects.filter(mobile=check.phone).update(mobile_confirmed_at=check.confirmed_at)
        record_audit(
            actor=actor,
            action="number.confirmed",
            target=customer,
            details={"phone": masked_form(check.phone)},
        )
    return answer
