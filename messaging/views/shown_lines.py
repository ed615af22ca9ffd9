"""Pasted lines as the screens show them: a colour, an icon, a word, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from customers.models import Customer
from customers.phone import national_form
from customers.phone_words import REFUSAL_WORDS
from messaging.domain.obstacle import reason_sentence
from messaging.domain.paste import Fate, PastedLine
from messaging.domain.recipients import RecognisedLine


@dataclass(frozen=True, slots=True)
class LineState:
    """For parts/state.html."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`explanation` says why a line does not go, and what to do; `customer` is the one whose history it joins."""

    number: int
    typed: str
    phone: str
    customers: tuple[Customer, ...]
    customer: Customer | None
    names_another: bool
    state: LineState
    explanation: str
    needs_attention: bool

    @property
    def is_shared(self) -> bool:
        return len(self.customers) > 1


def shown_lines(lines: Sequence[RecognisedLine], membership: Membership) -> list[ShownLine]:
    """Customers are shown to those only who may see them."""
    may_see = membership.may(Permission.CUSTOMERS_VIEW)
    return [_shown(known, may_see) for known in lines]


def _shown(known: RecognisedLine, may_see_customers: bool) -> ShownLine:
    line = known.line
    return ShownLine(
        number=line.number,
        typed=line.typed,
        phone=national_form(line.phone) if line.phone else "",
        customers=known.customers if may_see_customers else (),
        customer=known.customer if may_see_customers else None,
        names_another=may_see_customers and known.names_another,
        state=_state(line.fate),
        explanation=explanation_of(line),
        needs_attention=line.needs_attention,
    )


def _state(fate: Fate) -> LineState:
    match fate:
        case Fate.GOES:
            return LineState(_("will be sent"), "success", "check-circle-fill")
        case Fate.DUPLICATE:
            return LineState(_("duplicate"), "neutral", "copy")
        case Fate.REFUSED:
            return LineState(_("cannot be used"), "danger", "x-circle-fill")
        case Fate.HELD_BACK:
            return LineState(_("is held back"), "warning", "pause-circle")


def explanation_of(line: PastedLine) -> str:
    """Why a line does not go, and what to do; empty for one that goes."""
    if line.refusal is not None:
        return str(REFUSAL_WORDS[line.refusal])
    if line.same_as is not None:
        return _("Same number as line %(line)s: the person gets one message.") % {"line": f"{line.same_as:,}"}
    return reason_sentence(line.withheld) if line.withheld else ""
