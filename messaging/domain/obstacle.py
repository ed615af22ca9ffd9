"""Why somebody cannot text a customer now, in words that say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Actor, Membership, Permission
from customers.models import Customer
from messaging.domain.judge import Asked, judge
from messaging.domain.problems import NO_LINE
from messaging.models import Purpose, Reason
from messaging.queries.gateways import account_of

# What staff read for each answer that judge can give.
REASON_SENTENCES: dict[Reason, Promise] = {
    Reason.SUPPRESSED: _("Messages to this number are stopped. Please reach the person in another way."),
    Reason.NO_CONSENT: _("There is no consent on record for such a message to this number."),
    Reason.CONSENT_WITHDRAWN: _("The customer no longer wants such messages: consent was withdrawn."),
    Reason.SMS_FLAG_OFF: _("The customer's SMS flag is off. Switch it on, or send a single message."),
    Reason.PAUSED: _(
        "The recipient has paused messages for a while. Please reach the person in another way."
    ),
    Reason.MISSING_VALUE: _("A value for the text is missing on this person's record."),
    Reason.EMPTY_TEXT: _("Nothing is left of the text for this person."),
    Reason.TEXT_TOO_LONG: _("The text gets too long with this person's values."),
    Reason.UNSENDABLE_TEXT: _("This person's values hold characters that cannot be sent by SMS."),
    Reason.STORE_IN_TRIAL: _(
        "The store is in trial: until the operator activates it, only numbers that the team has proved are texted."
    ),
    Reason.STORE_SUSPENDED: _("The store is suspended and cannot send. Please ask the operator."),
}


def reason_sentence(reason: Reason) -> str:
    return str(REASON_SENTENCES.get(reason, reason.label))


def obstacle_to_sending(actor: Actor) -> str:
    """Why this actor cannot send from this store at all; empty when nothing is in the way. One query at most."""
    if not actor.may(Permission.MESSAGES_SEND):
        return str(_("You do not have the permission to send. Please ask the owner of your store."))
    if account_of(actor.store) is None:
        return str(NO_LINE)
    return ""


def obstacle_to_texting(membership: Membership, customer: Customer) -> str:
    """The first reason why this person cannot text this customer now; empty when nothing is in the way."""
    if not customer.mobile:
        return str(_("No mobile number is on record. Please add one to the customer first."))
    general = obstacle_to_sending(membership)
    if general:
        return general
    [reason] = judge(store=membership.store, asked=[Asked(customer.mobile, Purpose.NOTICE)])
    return reason_sentence(reason) if reason else ""


def obstacles_by_purpose(membership: Membership, customer: Customer) -> dict[Purpose, str]:
    """Of what may not go to this customer's number now: why, by purpose. Nobody without a number is asked about."""
    if not customer.mobile:
        return {}
    asked = [Asked(customer.mobile, purpose) for purpose in Purpose]
    verdicts = zip(Purpose, judge(store=membership.store, asked=asked), strict=True)
    return {purpose: reason_sentence(reason) for purpose, reason in verdicts if reason is not None}
