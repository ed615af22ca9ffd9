"""Somebody signs up on a store's page: first a code is sent, then it is told, and what was ticked counts."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Store
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.index_customer import index_customer
from customers.domain.number_checks.answer import Answer, answer_check, is_open
from customers.domain.number_checks.limits import take_turn
from customers.domain.number_checks.make import make_check
from customers.models import ConsentPurpose, ConsentSource, ConsentWording, Customer, NumberCheck
from customers.phone import masked_form
from customers.queries.settings import customer_settings
from customers.queries.suppressions import suppressed_phones
from customers.signals import sign_up_completed


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor gave. `form`: the form's own key; `wording`: what stood on the page; `ip` as the server saw it."""

    form: UUID
    phone: str
    purposes: tuple[str, ...]
    wording: ConsentWording
    name: str
    ip: str | None
    user_agent: str
    language: str


@transaction.atomic
def start_sign_up(*, visit: Visit) -> NumberCheck:
    """A code on its way to the number; the same form sent twice gives the check that is there, and one message.

    Nothing is known by it yet: neither a consent nor a customer. Raises TooManyCodes and CodeNotSent.
    """
    take_turn(visit.ip)
    key = uuid5(visit.form, repr((visit.phone, visit.purposes, visit.name, visit.wording.pk)))
    standing: NumberCheck | None = NumberCheck.objects.filter(key=key).first()
    if standing is not None and is_open(standing):
        return standing
    check = NumberCheck(
        occasion=NumberCheck.Occasion.SIGN_UP,
        key=uuid4() if standing is not None else key,
        phone=visit.phone,
        name=visit.name,
        wording=visit.wording,
        purposes=list(visit.purposes),
        ip=visit.ip,
        user_agent=visit.user_agent,
    )
    return make_check(actor=None, check=check, language=visit.language)


def send_another(*, check: NumberCheck, ip: str | None, user_agent: str, language: str) -> NumberCheck:
    """A new code for what a visitor gave before. Raises TooManyCodes and CodeNotSent."""
    further = NumberCheck(
        occasion=check.occasion,
        key=uuid4(),
        phone=check.phone,
        name=check.name,
        wording=check.wording,
        purposes=check.purposes,
        ip=ip,
        user_agent=user_agent,
    )
    return make_check(actor=None, check=further, language=language)


@transaction.atomic
def finish_sign_up(*, store: Store, check: NumberCheck, code: str, language: str) -> Answer:
    """With the right code: consent to what was ticked, in the words that were shown, and a customer by this number.

    Customers with the number stay as they are, but that it is confirmed; only a number that nobody has makes a new one.
    A stop of the number stays in force, and the entry of the ledger says so. customers.signals.sign_up_completed is
    sent. Any other answer changes nothing but the number of tries.
    """
    take_turn()
    answer = answer_check(check=check, code=code)
    if answer is not Answer.RIGHT:
        return answer
    now = timezone.now()
    note = _note(store, check)
    record_consents(
        actor=None,
        given=[
            Given(
                phone=check.phone,
                name=check.name,
                purpose=purpose,
                granted=True,
                given_at=now,
                source=ConsentSource.WEB_FORM.value,
                wording=check.wording,
                note=note,
                ip=check.ip,
                user_agent=check.user_agent,
            )
            for purpose in check.purposes
        ],
    )
    made = not Customer.objects.filter(mobile=check.phone).exists()
    if made:
        _make_customer(check, language)
    Customer.objects.filter(mobile=check.phone).update(mobile_confirmed_at=now)
    record_audit(
        actor=None,
        action="sign_up.completed",
        target=check,
        details={"phone": masked_form(check.phone), "purposes": check.purposes, "new_customer": made},
    )
    sign_up_completed.send(
        NumberCheck,
        store_id=store.pk,
        check_id=check.pk,
        key=check.key,
        phone=check.phone,
        language=language,
    )
    return answer


def _make_customer(check: NumberCheck, language: str) -> None:
    name = check.name
    if not name:
        with translation.override(language):
            name = _("Customer (signed up online)")
    # Who asks for more than answers to an order expects them to come.
    asked_for = bool({ConsentPurpose.REMINDER, ConsentPurpose.PROMOTION} & set(check.purposes))
    customer = Customer(
        name=name,
        mobile=check.phone,
        language=language,
        sms_flag=asked_for or customer_settings().customer_sms_flag,
    )
    index_customer(customer)
    customer.save()
    record_audit(actor=None, action="customer.created", target=customer, details={"source": "sign_up"})


def _note(store: Store, check: NumberCheck) -> str:
    """Staff read it beside the consent: what the person agreed to is still not sent."""
    stopped = _stopped(store, check.phone, check.purposes)
    if not stopped:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        words = ", ".join(str(ConsentPurpose(purpose).label) for purpose in stopped)
        return _("A stop of this number was in force and has not been lifted (%(purposes)s).") % {
            "purposes": words
        }


def _stopped(store: Store, phone: str, purposes: Collection[str]) -> list[str]:
    return [
        purpose for purpose in purposes if suppressed_phones(store=store, phones=[phone], purpose=purpose)
    ]
