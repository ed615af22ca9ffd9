"""A person presses 「送信」, or a program asks: the first four stages in one transaction, then the bell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from messaging.domain.compose import Wish
from messaging.domain.doorbell import ring_account
from messaging.domain.judge import Asked, judge
from messaging.domain.plan import Draft, KeyTaken, Planned, plan
from messaging.domain.problems import Problem, Refused, obstacles
from messaging.domain.render import Rendering, render
from messaging.domain.text_problems import body_problems
from messaging.domain.wish_problems import wish_problems
from messaging.models import GatewayAccount, Reason
from messaging.pricing import PriceList, PriceRange
from messaging.queries.gateways import account_of, capabilities_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen if the wish were sent now. `verdicts` stand beside `renderings`.

    price: of all that would go; price_list: what it was reckoned with, for one message (messaging.pricing). Both None
    without a price table.
    """

    account: GatewayAccount | None
    problems: list[Problem]
    renderings: list[Rendering]
    verdicts: list[Reason | None]
    price_list: PriceList | None = None
    price: PriceRange | None = None


def previews(*, actor: Actor, wishes: Sequence[Wish]) -> list[Preview]:
    """One for each wish; nothing is made. The same number of queries, however many wishes."""
    store = actor.store
    account = account_of(store)
    capabilities = capabilities_of(account) if account else None
    weight = capabilities.newline_weight if capabilities else 1
    rendered = [render(wish, newline_weight=weight) for wish in wishes]
    asked = [
        Asked(rendering.recipient.phone, wish.purpose)
        for wish, renderings in zip(wishes, rendered, strict=True)
        for rendering in renderings
    ]
    verdicts = iter(judge(store=store, asked=asked))
    return [
        Preview(
            account,
            wish_problems(wish, capabilities=capabilities)
            + body_problems(wish.body, store=store, capabilities=capabilities),
            renderings,
            [next(verdicts) for _ in renderings],
        )
        for wish, renderings in zip(wishes, rendered, strict=True)
    ]


def preview(*, actor: Actor, wish: Wish) -> Preview:
    """All that the confirm screen shows; nothing is made."""
    [ahead] = previews(actor=actor, wishes=[wish])
    return ahead


def send(*, actor: Actor, wish: Wish) -> Planned:
    """Plan the wish and ring its lane. Raises PermissionDenied, Refused (with every obstacle), or KeyTaken.

    Whoever may not be texted is recorded as withheld: every recipient ends with one outcome.
    """
    [outcome] = send_many(actor=actor, wishes=[wish])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@transaction.atomic
def send_many(*, actor: Actor, wishes: Sequence[Wish]) -> list[Planned | Refused | KeyTaken]:
    """One outcome for each wish, in order: what is wrong with one keeps no other. Raises PermissionDenied.

    Everybody in one call shares a lane: a thousand single wishes must not stand before a notice at the counter.
    """
    require(actor, Permission.MESSAGES_SEND)
    ahead = previews(actor=actor, wishes=wishes)
    blocked = [
        obstacles(one.problems, acknowledged=wish.acknowledged)
        for wish, one in zip(wishes, ahead, strict=True)
    ]
    going = [(wish, one) for wish, one, found in zip(wishes, ahead, blocked, strict=True) if not found]
    account = next((one.account for _, one in going), None)
    planned: list[Planned | KeyTaken] = []
    if account is not None:
        drafts = [Draft(wish, one.renderings, one.verdicts) for wish, one in going]
        planned = plan(store=actor.store, actor=actor, drafts=drafts, account=account)
        for lane in {one.dispatch.lane for one in planned if isinstance(one, Planned) and one.fresh}:
            ring_account(account.pk, lane)
    outcomes = iter(planned)
    return [Refused(found) if found else next(outcomes) for found in blocked]
