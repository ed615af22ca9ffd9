"""Whom a code in an address leads to. Nobody has signed in: the code is all that is known."""

import re
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Store
from accounts.tenancy.scope import platform_scope
from messaging.models import RecipientCode
from tracking.links.codes import OPT_OUT, PAGE, is_code

# Characters of 56 (facts.md 4): 58 bits, asked for slowly; 133 bits, for a page about a person.
LENGTHS: dict[str, int] = {RecipientCode.Kind.OPT_OUT: OPT_OUT, RecipientCode.Kind.PAGE: PAGE}
_LETTERS = re.compile(r"[A-Za-z0-9]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who was sent the code: a number (E.164) of one store, with its legal entity at hand.

    customer_id: whom the store wrote to; None for a number that was typed. dispatch_id, written_at: which send the code
    went out with, and when that was ordered.
    """

    store: Store
    phone: str
    customer_id: int | None
    dispatch_id: int
    written_at: datetime


def bearer_of(kind: RecipientCode.Kind, typed: str) -> Bearer | None:
    """None for a code that there is not, and once the message has been emptied. In any scope; one query.

    What a handset took for part of the address (a full stop, a bracket) is passed over.
    """
    letters = _LETTERS.match(typed)
    code = letters.group() if letters else ""
    if not is_code(code, LENGTHS[kind]):
        return None
    with platform_scope("a recipient's code says whose message it opens"):
        found: RecipientCode | None = (
            RecipientCode.objects.filter(code=code, kind=kind)
            .select_related("store__legal_entity", "message__text")
            .first()
        )
    if found is None or not found.message.text.phone:
        return None
    text = found.message.text
    return Bearer(found.store, text.phone, text.customer_id, text.dispatch_id, found.message.created_at)
