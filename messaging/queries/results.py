"""What became of a message, in the words of a shop, and what to do next (mission.md A11). Pure."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.models.reason import Reason
from messaging.models.state import State
from messaging.queries.foreign_sms import FOREIGN_SMS_WORDS


@dataclass(frozen=True, slots=True)
class Result:
    """`tone` and `icon` are those of templates/parts/state.html.

    advice_in_list, advice_for_nobody: the advice where `tell` does not stand below it, and where the number is
    nobody's on record; empty where it is the same.
    resend: sending to this person again makes sense once `advice` has been followed.
    tell: what to tell the customer, by carrier.
    """

    word: Promise
    tone: str
    icon: str
    advice: Promise
    resend: bool = False
    tell: tuple[tuple[str | Promise, Promise], ...] = ()
    advice_in_list: Promise | str = ""
    advice_for_nobody: Promise | str = ""

    def advice_for(self, customer_id: int | None, *, in_list: bool = False) -> Promise | str:
        """What to do, for a message to this customer or to nobody on record."""
        if not customer_id and self.advice_for_nobody:
            return self.advice_for_nobody
        return (self.advice_in_list if in_list else "") or self.advice


class Judged(Protocol):
    @property
    def state(self) -> str: ...

    @property
    def reason(self) -> str: ...


def result_of(message: Judged) -> Result:
    """Every state has a result; a reason that says more has one of its own."""
    state = State(message.state)
    return _BY_REASON.get((state, message.reason)) or _BY_STATE[state]


_WAITING = Result(
    _("Waiting to be sent"),
    "neutral",
    "hourglass-split",
    _("It goes out by itself; nothing needs to be done."),
)
_SENDING = Result(_("Being sent"), "info", "arrow-repeat", _("It is being handed to the carrier right now."))
_OTHER = Result(
    _("Other reason"),
    "danger",
    "x-circle-fill",
    _("The carrier names no reason. Phone the customer and check the number before you send again."),
    resend=True,
)

_BY_STATE: dict[State, Result] = {
    State.PLANNED: _WAITING,
    State.SCHEDULED: _WAITING,
    State.CLAIMED: _SENDING,
    State.SUBMITTING: _SENDING,
    State.ACCEPTED: Result(
        _("Sent, arrival not confirmed yet"),
        "info",
        "send-check",
        _(
            "The carrier has it. Where the handset is off, the result can take up to three days; do not resend."
        ),
    ),
    State.DELIVERED: Result(
        _("Delivered"),
        "success",
        "check-circle-fill",
        _("It has arrived on the handset. Whether it was read cannot be known."),
    ),
    State.UNDELIVERED: _OTHER,
    State.WITHHELD: Result(
        pgettext_lazy("result", "Held back"),
        "warning",
        "slash-circle",
        _("It was not sent. Reach the customer in another way."),
    ),
    State.CANCELLED: Result(
        _("Cancelled"),
        "neutral",
        "calendar-x",
        _("It was taken back before it left; nothing has reached the customer."),
        resend=True,
    ),
    State.FAILED: Result(
        _("Could not be sent"),
        "danger",
        "send-x",
        _(
            "The provider did not take it, and nothing has reached the customer. Phone the customer if it is urgent."
        ),
    ),
    State.UNKNOWN: Result(
        _("Unclear"),
        "warning",
        "question-circle-fill",
        _(
            "Nobody can say whether it left. Ask the customer to look at the handset, then decide what becomes of "
            "it: it may be there already."
        ),
    ),
    State.EXPIRED: Result(
        _("No result from the carrier"),
        "warning",
        "question-circle",
        _(
            "It was sent, but the carrier never said whether it arrived. Ask the customer before you send again."
        ),
    ),
}

_BY_REASON: dict[tuple[State, str], Result] = {
    (State.ACCEPTED, Reason.BY_PERSON): Result(
        _("Sent, as staff found out"),
        "success",
        "person",
        _("It was unclear whether it had left; a colleague has decided that it has arrived. Do not resend."),
    ),
    (State.FAILED, Reason.BY_PERSON): Result(
        _("Closed by staff, not sent again"),
        "neutral",
        "x-circle",
        _(
            "It was unclear whether it had left; a colleague has decided not to send it again. It may have arrived "
            "all the same."
        ),
        resend=True,
    ),
    (State.SCHEDULED, Reason.GATEWAY_UNREACHABLE): Result(
        _("Waiting for the line"),
        "warning",
        "cloud-slash",
        _("The line cannot be reached just now. It is tried again by itself; nothing needs to be done."),
    ),
    (State.SCHEDULED, Reason.GATEWAY_CREDENTIALS): Result(
        _("Waiting for the line"),
        "warning",
        "cloud-slash",
        _(
            "The provider refuses our access. It is tried again by itself; please tell the owner of the store."
        ),
    ),
    (State.UNDELIVERED, Reason.OUT_OF_RANGE): Result(
        _("Out of range or switched off"),
        "warning",
        "wifi-off",
        _("The handset could not be reached. Phone before you resend."),
        resend=True,
    ),
    (State.UNDELIVERED, Reason.REFUSED): Result(
        _("Refused"),
        "danger",
        "ban",
        _("The handset refuses these messages. Do not resend; phone the customer or write another way."),
    ),
    (State.UNDELIVERED, Reason.FOREIGN_REFUSED): Result(
        _("Refused (SMS from abroad)"),
        "danger",
        "globe",
        _(
            "The handset refuses SMS that come from abroad. Phone the customer, tell them the setting below, "
            "and test again once it is changed."
        ),
        advice_in_list=_(
            "The handset refuses SMS that come from abroad. Open the recipient: it shows the setting to tell the "
            "customer by phone. Test again once it is changed."
        ),
        resend=True,
        tell=FOREIGN_SMS_WORDS,
    ),
    (State.UNDELIVERED, Reason.UNKNOWN_NUMBER): Result(
        _("No such number"),
        "danger",
        "telephone-x",
        _(
            "The number is not in use. Check it with the customer and correct the record; do not resend to it."
        ),
        advice_for_nobody=_(
            "The number is not in use. Ask the customer for the right number; do not resend to this one."
        ),
    ),
    (State.WITHHELD, Reason.SUPPRESSED): Result(
        _("Number is stopped"),
        "warning",
        "bell-slash",
        _("Messages to this number are stopped, so it was not sent. Reach the customer in another way."),
    ),
    (State.WITHHELD, Reason.PAUSED): Result(
        _("Paused by the recipient"),
        "warning",
        "pause-circle",
        _(
            "The recipient wants no messages for a while, so it was not sent. The page of stopped numbers says until "
            "when; reach the customer in another way."
        ),
    ),
    (State.WITHHELD, Reason.NO_CONSENT): Result(
        _("No consent"),
        "warning",
        "slash-circle",
        _(
            "No consent for such messages is on record, so it was not sent. Ask the customer for consent first."
        ),
    ),
    (State.WITHHELD, Reason.CONSENT_WITHDRAWN): Result(
        _("Consent withdrawn"),
        "warning",
        "slash-circle",
        _(
            "The customer no longer wants such messages, so it was not sent. Reach the customer in another way."
        ),
    ),
    (State.WITHHELD, Reason.SMS_FLAG_OFF): Result(
        _("SMS flag is off"),
        "warning",
        "bell-slash",
        _(
            "The customer's SMS flag is off, so it was not sent by itself. Send a single message from the customer's "
            "page, or switch the flag on."
        ),
    ),
    (State.WITHHELD, Reason.STORE_IN_TRIAL): Result(
        _("Held back (trial)"),
        "warning",
        "lock",
        _("The store is in trial, so it was not sent. The operator activates the store."),
    ),
    (State.WITHHELD, Reason.STORE_SUSPENDED): Result(
        _("Held back (store suspended)"),
        "warning",
        "lock",
        _("The store is suspended, so it was not sent. Please ask the operator."),
    ),
    (State.WITHHELD, Reason.MISSING_VALUE): Result(
        _("A value is missing"),
        "warning",
        "card-text",
        _(
            "The text names something that this person's record does not hold, so it was not sent. Complete the record "
            "and send it anew."
        ),
    ),
    (State.WITHHELD, Reason.EMPTY_TEXT): Result(
        _("Text came out empty"),
        "warning",
        "card-text",
        _("With this person's values nothing was left of the text, so it was not sent. Change the text."),
    ),
    (State.WITHHELD, Reason.TEXT_TOO_LONG): Result(
        _("Text too long"),
        "warning",
        "card-text",
        _("With this person's values the text is longer than may be sent. Shorten it and send it anew."),
    ),
    (State.WITHHELD, Reason.UNSENDABLE_TEXT): Result(
        _("Text cannot be sent"),
        "warning",
        "card-text",
        _(
            "This person's values hold characters that cannot be sent by SMS, so it was not sent. Correct the record "
            "and send it anew."
        ),
    ),
    (State.WITHHELD, Reason.TOO_LATE): Result(
        _("Too late"),
        "warning",
        "clock-history",
        _(
            "It could not go out before the time until which it is of use, so it was not sent. Send it anew if needed."
        ),
    ),
    (State.CANCELLED, Reason.SUPPRESSED): Result(
        _("Cancelled (number is stopped)"),
        "neutral",
        "bell-slash",
        _("Messages to this number were stopped before it left; nothing has reached the customer."),
    ),
    (State.CANCELLED, Reason.PAUSED): Result(
        _("Cancelled (paused by the recipient)"),
        "neutral",
        "pause-circle",
        _("The recipient paused all messages before it left; nothing has reached the customer."),
    ),
    (State.CANCELLED, Reason.CONSENT_WITHDRAWN): Result(
        _("Cancelled (consent withdrawn)"),
        "neutral",
        "slash-circle",
        _("The customer withdrew the consent before it left; nothing has reached the customer."),
    ),
    (State.FAILED, Reason.GATEWAY_UNREACHABLE): Result(
        _("Could not be sent (line down)"),
        "danger",
        "cloud-slash",
        _(
            "The line stayed down for hours, and it is not tried any more. Phone the customer, or send again later."
        ),
        resend=True,
    ),
    (State.FAILED, Reason.GATEWAY_CREDENTIALS): Result(
        _("Could not be sent (access refused)"),
        "danger",
        "key",
        _("The provider refuses our access. Tell the owner of the store before you send again."),
        resend=True,
    ),
    (State.FAILED, Reason.NUMBER_REFUSED): Result(
        _("Number not accepted"),
        "danger",
        "telephone-x",
        _("The provider does not take this number. Check it with the customer and correct the record."),
        advice_for_nobody=_(
            "The provider does not take this number. Ask the customer for the right number; do not resend to this one."
        ),
    ),
    (State.FAILED, Reason.TEXT_REFUSED): Result(
        _("Text not accepted"),
        "danger",
        "card-text",
        _("The provider does not take this text. Change it (odd characters, length) and send it anew."),
        resend=True,
    ),
    (State.FAILED, Reason.BLOCKED_BY_PROVIDER): Result(
        _("Blocked by the provider"),
        "danger",
        "ban",
        _(
            "The provider does not send to this number, mostly because its owner asked for that. Do not resend."
        ),
    ),
}
