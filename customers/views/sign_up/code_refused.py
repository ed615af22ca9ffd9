"""Why no code went to a number, in words for staff."""

from django.utils.translation import gettext as _

from customers.domain.number_checks.limits import Limit, TooManyCodes
from customers.domain.number_checks.make import CodeNotSent, StoreMayNotSend
from customers.domain.sign_up.counter import NumberStopped

CODE_REFUSALS = (NumberStopped, TooManyCodes, CodeNotSent)


def code_refused(refused: Exception) -> str:
    """Of one of CODE_REFUSALS."""
    if isinstance(refused, NumberStopped):
        return _("Messages to this number are stopped, so no code was sent.")
    if isinstance(refused, TooManyCodes):
        if refused.limit is Limit.NUMBER:
            return _("Three codes have been sent to this number within an hour. Please try again in an hour.")
        if refused.limit is Limit.NUMBER_TODAY:
            return _("Many codes have been sent to this number today. Please try again tomorrow.")
        return _("Your store has sent very many codes within an hour. Please try again in an hour.")
    if isinstance(refused, StoreMayNotSend):
        return _("The store may not send yet, so no code was sent. The operator activates the store.")
    return _("This store has no line to send by. Ask the store's owner.")
