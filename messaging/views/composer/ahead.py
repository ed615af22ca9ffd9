"""What the confirm page shows: exactly what would go, to whom, when, at what price, and what to look at before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.models import Membership, Permission
from customers.phone import national_form
from messaging.domain.compose import Recipient, Wish
from messaging.domain.obstacle import reason_sentence
from messaging.domain.problems import Level
from messaging.domain.render import Rendering
from messaging.domain.send import Preview
from messaging.forms.notice_form import NoticeForm
from messaging.forms.send_moment import comes_twice
from messaging.models import GatewayAccount, Purpose, Reason
from messaging.pricing import price_range
from messaging.queries.prices import range_words
from messaging.views.composer.replaced import replaced_in
from messaging.views.composer.shown_problems import Piece, pieces_of, shown_problems
from messaging.views.figures import Figures, figures_of
from templates_app.queries.access import version_to_use

_MOST_ACKNOWLEDGED = 50


@dataclass(frozen=True, slots=True)
class Leaf:
    """One recipient's text. `index` counts from 0; `reason`: why it does not go, empty where it goes. `name` is empty
    for nobody known, and for a customer whom one may not see.
    """

    index: int
    rendering: Rendering
    name: str
    phone: str
    reason: str
    pieces: list[Piece]
    figures: Figures
    price: str

    @property
    def number(self) -> int:
        return self.index + 1


@dataclass(frozen=True, slots=True)
class Wanting:
    """Somebody whose text cannot go as it stands. `missing`: the fields without a value."""

    name: str
    phone: str
    reason: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """Where to go from a leaf; None at an end. `shortest`, `longest`: of those that go."""

    before: int | None
    after: int | None
    shortest: int
    longest: int
    total: int


def acknowledged_in(posted: QueryDict) -> frozenset[str]:
    """Codes of the warnings whose box is ticked."""
    return frozenset(code[:40] for code in posted.getlist("acknowledge")[:_MOST_ACKNOWLEDGED])


def ahead_context(
    membership: Membership, form: NoticeForm, wish: Wish, ahead: Preview, *, leaf: int, pressed: bool
) -> dict[str, Any]:
    """`leaf`: whose text is open; `pressed`: the button was pressed already, and something waits for a tick."""
    reasons = set(ahead.verdicts)
    only_reason = reasons.pop() if len(reasons) == 1 else None
    typed = {"body": wish.body, "link": wish.link}
    account = ahead.account
    return {
        "leaf": _leaf(membership, ahead, min(leaf, len(ahead.renderings) - 1)),
        "turns": _turns(ahead, min(leaf, len(ahead.renderings) - 1)),
        "warnings": shown_problems(
            ahead, Level.WARNING, typed=typed, acknowledged=wish.acknowledged, pressed=pressed
        ),
        "hints": shown_problems(ahead, Level.HINT, typed=typed),
        "pressed": pressed,
        "acknowledged": sorted(wish.acknowledged),
        "going": ahead.verdicts.count(None),
        # The one reason why nothing may go; several stand beside their lines.
        "held_back": reason_sentence(only_reason) if only_reason else "",
        "price": range_words(ahead.price) if ahead.price else "",
        "wanting": _wanting(membership, ahead),
        "purpose_word": Purpose(wish.purpose).label,
        "template": _template(membership, wish),
        "send_at": wish.send_at,
        "replaces": replaced_in(membership, form),
        "comes_twice": wish.send_at is not None
        and comes_twice(wish.send_at.astimezone(membership.store.zone)),
        "line_is_paused": account is not None and account.status == GatewayAccount.Status.PAUSED,
    }


def _leaf(membership: Membership, ahead: Preview, index: int) -> Leaf:
    rendering, reason = ahead.renderings[index], ahead.verdicts[index]
    parts = rendering.count.parts
    price = range_words(price_range(parts, ahead.price_list)) if ahead.price_list and parts else ""
    return Leaf(
        index=index,
        rendering=rendering,
        name=_name(membership, rendering.recipient),
        phone=national_form(rendering.recipient.phone),
        reason=reason_sentence(reason) if reason else "",
        pieces=pieces_of(rendering.text, ahead.problems, index),
        figures=figures_of(rendering.count, ahead.account),
        price=price,
    )


def _turns(ahead: Preview, index: int) -> Turns | None:
    """None where everybody gets the same text."""
    texts = {rendering.text for rendering in ahead.renderings}
    if len(texts) == 1:
        return None
    going = _going(ahead.renderings, ahead.verdicts) or range(len(ahead.renderings))
    return Turns(
        before=index - 1 if index else None,
        after=index + 1 if index + 1 < len(ahead.renderings) else None,
        shortest=min(going, key=lambda one: ahead.renderings[one].count.characters),
        longest=max(going, key=lambda one: ahead.renderings[one].count.characters),
        total=len(ahead.renderings),
    )


def _name(membership: Membership, recipient: Recipient) -> str:
    unseen = recipient.customer_id is not None and not membership.may(Permission.CUSTOMERS_VIEW)
    return "" if unseen else recipient.name


def _wanting(membership: Membership, ahead: Preview) -> list[Wanting]:
    """Of a text to one person alone the form says it."""
    return [
        Wanting(
            _name(membership, rendering.recipient),
            national_form(rendering.recipient.phone),
            reason_sentence(rendering.wanting),
            rendering.missing,
        )
        for rendering in ahead.renderings
        if rendering.wanting is not None
    ]


def _template(membership: Membership, wish: Wish) -> str:
    if wish.template_version_id is None:
        return ""
    return version_to_use(membership, wish.template_version_id).name


def _going(renderings: Sequence[Rendering], verdicts: Sequence[Reason | None]) -> list[int]:
    return [index for index, reason in enumerate(verdicts[: len(renderings)]) if reason is None]
