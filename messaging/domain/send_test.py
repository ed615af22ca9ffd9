"""A test send (mission.md A9): the very text, to the sender's own handset, as a send of its own."""

import uuid
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from messaging.domain.compose import Recipient, Wish
from messaging.domain.plan import Planned
from messaging.domain.problems import Level, Problem, Refused
from messaging.domain.send import preview, send
from messaging.models import Dispatch, Purpose
from messaging.queries.test_numbers import test_number_of
from templates_app.queries.fields import fields_of


def send_test(*, actor: Membership, wish: Wish, key: uuid.UUID) -> Planned:
    """What the first recipient would get goes to the actor's own proved number, at once. Raises as send.

    Without a recipient the fields hold their examples. Whoever the text is for gets nothing, and nothing joins their
    history; warnings are for the real send.
    """
    number = test_number_of(actor)
    if number is None:
        raise Refused(
            [Problem("__all__", "no_test_number", _("Enter your own number for test sends first."))]
        )
    handset = replace(_stand_in(actor, wish), phone=number.phone, name=actor.shown_name, customer_id=None)
    test = replace(
        wish,
        key=key,
        source=Dispatch.Source.TEST,
        purpose=Purpose.NOTICE,
        recipients=(handset,),
        subject=_("Test send"),
        send_at=None,
        expires_at=None,
        replaces=None,
    )
    codes = {one.code for one in preview(actor=actor, wish=test).problems if one.level is Level.WARNING}
    return send(actor=actor, wish=replace(test, acknowledged=frozenset(codes)))


def _stand_in(actor: Membership, wish: Wish) -> Recipient:
    """The first whom the text is for, as far as its fields speak of them."""
    if not wish.recipients:
        language = "en" if (get_language() or "").startswith("en") else "ja"
        return Recipient(
            "", values={one.name: one.example.get(language, "") for one in fields_of(actor.store)}
        )
    first = wish.recipients[0]
    is_nobody = first.values_of is None and first.customer_id is None
    return replace(first, typed_name=first.typed_name or (first.name if is_nobody else ""))
