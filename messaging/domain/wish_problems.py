"""What is wrong with a wish whatever its texts are: nobody to send to, no line, a time that cannot be."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.domain.compose import MOST_RECIPIENTS, Wish
from messaging.domain.problems import NO_LINE, Problem
from messaging.gateways.contract import Capabilities

# Who schedules means at least so far ahead; a moment ago is a clock that runs a little fast.
_CLOCKS_DIFFER = timedelta(minutes=5)
_FURTHEST_AHEAD = timedelta(days=366)


def wish_problems(wish: Wish, *, capabilities: Capabilities | None) -> list[Problem]:
    """All of them. `capabilities` of the store's gateway; None where it has none."""
    found = []
    if capabilities is None:
        found.append(Problem("__all__", "no_gateway", str(NO_LINE)))
    if not wish.recipients:
        found.append(Problem("recipients", "no_recipients", _("There is nobody to send to yet.")))
    if len(wish.recipients) > MOST_RECIPIENTS:
        found.append(
            Problem(
                "recipients",
                "too_many_recipients",
                _("Up to %(most)s people at once. Split the list, please.")
                % {"most": f"{MOST_RECIPIENTS:,}"},
            )
        )
    return found + _time_problems(wish)


def _time_problems(wish: Wish) -> list[Problem]:
    now = timezone.now()
    found = []
    if wish.send_at is not None and wish.send_at < now - _CLOCKS_DIFFER:
        found.append(
            Problem("send_at", "send_at_past", _("This time has passed. Choose a later one, please."))
        )
    if wish.send_at is not None and wish.send_at > now + _FURTHEST_AHEAD:
        found.append(Problem("send_at", "send_at_too_far", _("Up to one year ahead can be scheduled.")))
    if wish.expires_at is not None and wish.expires_at <= max(now, wish.send_at or now):
        found.append(
            Problem("expires_at", "expires_too_early", _("It would be too late before it could be sent."))
        )
    return found
