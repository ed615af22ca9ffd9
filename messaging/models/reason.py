"""Why a message did not go, or did not arrive: one code, one word for staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    # withheld by judge: nothing left the house
    SUPPRESSED = "suppressed", _("stopped for this number")
    NO_CONSENT = "no_consent", _("no consent")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("consent withdrawn")
    SMS_FLAG_OFF = "sms_flag_off", _("SMS flag is off")
    PAUSED = "paused", _("paused by the recipient")
    # withheld when planned: this person's text cannot be sent as it is
    MISSING_VALUE = "missing_value", _("a value for the text is missing")
    EMPTY_TEXT = "empty_text", _("the text is empty")
    TEXT_TOO_LONG = "text_too_long", _("the text is too long")
    UNSENDABLE_TEXT = "unsendable_text", _("the text cannot be sent")
    STORE_IN_TRIAL = "store_in_trial", _("store is in trial")
    STORE_SUSPENDED = "store_suspended", _("store is suspended")
    # withheld at the last gate
    TOO_LATE = "too_late", _("too late to be of use")
    # cancelled; of what was unclear also accepted or failed (messaging/domain/decide.py)
    BY_PERSON = "by_person", _("decided by staff")
    # failed: surely not accepted
    GATEWAY_UNREACHABLE = "gateway_unreachable", _("provider could not be reached")
    GATEWAY_CREDENTIALS = "gateway_credentials", _("provider refuses our credentials")
    NUMBER_REFUSED = "number_refused", _("provider refuses the number")
    TEXT_REFUSED = "text_refused", _("provider refuses the text")
    BLOCKED_BY_PROVIDER = "blocked_by_provider", _("provider blocks the number")
    REFUSED_BY_PROVIDER = "refused_by_provider", _("provider refuses the message")
    THROTTLED = "throttled", _("provider has been too busy")
    STOOD_STILL = "stood_still", _("our server stood still")
    # undelivered, as carriers say
    OUT_OF_RANGE = "out_of_range", _("out of range or switched off")
    REFUSED = "refused", _("refused by the recipient")
    FOREIGN_REFUSED = "foreign_refused", _("refuses foreign SMS")
    UNKNOWN_NUMBER = "unknown_number", _("no such number")
    OTHER = "other", _("other")
    # unknown
    ANSWER_MISSING = "answer_missing", _("provider gave no answer")
