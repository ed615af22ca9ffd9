"""What people read of the consent ledger: flaws of the chain, and where a number stands. Pure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.ledger.verify import Flaw
from customers.models import ConsentPurpose, ConsentRecord, ConsentState

FLAW_WORDS: dict[Flaw, Promise] = {
    Flaw.GAP: _("The numbers jump here: one or more links are gone."),
    Flaw.BROKEN: _("This link does not follow from the one before it."),
    Flaw.LINK_CHANGED: _("This link is not as it was written."),
    Flaw.RECORD_CHANGED: _("The entry of this link is not as it was written."),
    Flaw.RECORD_MISSING: _("The entry of this link is gone, and no erasure names it."),
    Flaw.RECORD_STRAY: _("There is an entry or a link here that does not belong to the chain."),
    Flaw.ERASED_THERE: _("This entry was erased and is there again."),
    Flaw.HEAD: _("The chain ends elsewhere than it should."),
    Flaw.ANCHOR: _(
        "The audit log names another link here than the chain has: the chain was cut or rewritten."
    ),
    Flaw.UNTOLD: _("The audit log does not tell of this link: it was added past the programs."),
    Flaw.STATE: _("What counts for a number does not follow from the entries."),
    Flaw.EVIDENCE: _("The file kept as evidence is gone, or not the one that was recorded."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a number stands for one purpose. `tone`, `icon`, `word` are those of templates/parts/state.html.

    `granted`, `since`, `position` are empty where nothing was said; `record` is the entry that decided it, where it
    is at hand.
    """

    purpose: str
    tone: str
    icon: str
    word: Promise
    hint: Promise | str
    granted: bool | None = None
    since: datetime | None = None
    position: int | None = None
    record: ConsentRecord | None = None

    @property
    def label(self) -> str:
        return str(ConsentPurpose(self.purpose).label)


_GRANTED = pgettext_lazy("state of a consent", "granted")
_WITHDRAWN = pgettext_lazy("state of a consent", "withdrawn")
_UNSAID = pgettext_lazy("state of a consent", "nothing recorded")
# What holds while nothing was said.
_UNSAID_HINTS: dict[str, Promise] = {
    ConsentPurpose.NOTICE: _("Notices go without consent."),
    ConsentPurpose.REMINDER: _("Reminders go unless they are withdrawn."),
    ConsentPurpose.PROMOTION: _("Promotion needs consent: none goes."),
}


def standing_of(
    purpose: ConsentPurpose, state: ConsentState | None, record: ConsentRecord | None
) -> Standing:
    if state is None:
        return Standing(purpose.value, "neutral", "dash-circle", _UNSAID, _UNSAID_HINTS[purpose])
    tone, icon, word = (
        ("success", "check-circle-fill", _GRANTED)
        if state.granted
        else ("danger", "slash-circle", _WITHDRAWN)
    )
    return Standing(
        purpose.value, tone, icon, word, "", state.granted, state.given_at, state.position, record
    )


def answer_word(record: ConsentRecord) -> Promise:
    """What was said, in one word."""
    return _GRANTED if record.granted else _WITHDRAWN
