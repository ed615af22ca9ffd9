"""How near a date is, as a state: colour, icon and word."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_SOON = 30


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """As templates/parts/state.html takes it."""

    tone: str
    icon: str
    word: str


def days_left_state(days: int) -> DaysLeft:
    """`days` from today; negative where it is overdue."""
    if days < 0:
        word = ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": f"{-days:,}"}
        return DaysLeft("danger", "exclamation-circle-fill", word)
    if days == 0:
        return DaysLeft("warning", "exclamation-triangle-fill", _("Due today"))
    word = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": f"{days:,}"}
    return (
        DaysLeft("warning", "hourglass-split", word) if days <= _SOON else DaysLeft("neutral", "clock", word)
    )
