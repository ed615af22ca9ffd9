"""A person presses 「送信」, or a program asks: render, preflight, judge and plan in one transaction, then the bell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from messaging.domain.compose import Wish
from messaging.domain.doorbell import ring_account
from messaging.domain.judge import Asked, judge
from messaging.domain.plan import KeyTaken, Planned, Prepared, plan
from messaging.domain.preflight import findings_of
from messaging.domain.problems import Level, Problem, Refused, obstacles, of_level
from messaging.domain.render import Rendered, Rendering, render
from messaging.domain.replace import plan_in_place, replacing_problems
from messaging.domain.wish_problems import wish_problems
from messaging.models import GatewayAccount, Reason
from messaging.pricing import PriceList, PriceRange, UnknownPrice, range_of_all
from messaging.queries.gateways import account_of, capabilities_of
from messaging.queries.prices import price_day, price_tables_for


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen if the wish were sent now. `verdicts` stand beside `renderings`: None for what would go.

    price: of all that would go; price_list: what it was reckoned with, for one message (messaging.pricing). Both None
    without a price table. subject: as it would be kept; empty becomes the time.
    """

    account: GatewayAccount | None
    problems: list[Problem]
    renderings: list[Rendering]
    verdicts: list[Reason | None]
    price_list: PriceList | None = None
    price: PriceRange | None = None
    subject: str = ""


def previews(*, actor: Actor, wishes: Sequence[Wish]) -> list[Preview]:
    """One for each wish; nothing is made. The same number of queries, however many wishes."""
    store = actor.store
    account = account_of(store)
    capabilities = capabilities_of(account) if account else None
    rendered = render(store=store, wishes=wishes, capabilities=capabilities)
    # Of a text that could not be made there is nothing to advise.
    made = [
        (wish, one.renderings if not one.problems else []) for wish, one in zip(wishes, rendered, strict=True)
    ]
    advice = findings_of(actor=actor, pairs=made, capabilities=capabilities)
    verdicts = _verdicts(actor, wishes, rendered)
    price_lists = _price_lists(account, wishes)
    return [
        Preview(
            account,
            [
                *wish_problems(wish, capabilities=capabilities),
                *replacing_problems(actor=actor, wish=wish),
                *one.problems,
                *advised,
            ],
            one.renderings,
            reasons,
            price_list,
            _price(one.renderings, reasons, price_list),
            one.subject,
        )
        for wish, one, advised, reasons, price_list in zip(
            wishes, rendered, advice, verdicts, price_lists, strict=True
        )
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
    outcomes: list[Planned | Refused | KeyTaken | None] = [
        _refusal(wish, one) for wish, one in zip(wishes, ahead, strict=True)
    ]
    going = [index for index, refused in enumerate(outcomes) if refused is None]
    account = next((ahead[index].account for index in going), None)
    if account is not None:
        prepared = [_prepared(wishes[index], ahead[index]) for index in going]
        planned = _planned(actor, prepared, account)
        for index, outcome in zip(going, planned, strict=True):
            outcomes[index] = outcome
        for lane in {one.dispatch.lane for one in planned if isinstance(one, Planned) and one.fresh}:
            ring_account(account.pk, lane)
    return [outcome for outcome in outcomes if outcome is not None]


def _refusal(wish: Wish, ahead: Preview) -> Refused | None:
    found = obstacles(ahead.problems, acknowledged=wish.acknowledged)
    return Refused(found) if found else None


def _planned(
    actor: Actor, prepared: Sequence[Prepared], account: GatewayAccount
) -> list[Planned | Refused | KeyTaken]:
    """In order. What takes another's place is a decision of its own, and of a lane of its own."""
    plain = [one for one in prepared if one.wish.replaces is None]
    outcomes = iter(plan(store=actor.store, actor=actor, prepared=plain, account=account) if plain else ())
    return [
        next(outcomes)
        if one.wish.replaces is None
        else plan_in_place(actor=actor, prepared=one, account=account)
        for one in prepared
    ]


def _prepared(wish: Wish, ahead: Preview) -> Prepared:
    accepted = [
        {"code": problem.code, "message": problem.message}
        for problem in of_level(ahead.problems, Level.WARNING)
    ]
    price_table_id = ahead.price_list.table_id if ahead.price_list else None
    return Prepared(wish, ahead.renderings, ahead.verdicts, ahead.subject, accepted, price_table_id)


def _verdicts(
    actor: Actor, wishes: Sequence[Wish], rendered: Sequence[Rendered]
) -> list[list[Reason | None]]:
    """What judge says; where it says nothing, why the text cannot go."""
    asked = [
        Asked(rendering.recipient.phone, wish.purpose, wish.source)
        for wish, one in zip(wishes, rendered, strict=True)
        for rendering in one.renderings
    ]
    answers = iter(judge(store=actor.store, asked=asked))
    return [[next(answers) or rendering.wanting for rendering in one.renderings] for one in rendered]


def _price_lists(account: GatewayAccount | None, wishes: Sequence[Wish]) -> list[PriceList | None]:
    if account is None:
        return [None] * len(wishes)
    days = [price_day(wish.send_at) for wish in wishes]
    lists = price_tables_for(account, set(days))
    return [lists[day] for day in days]


def _price(
    renderings: Sequence[Rendering], verdicts: Sequence[Reason | None], price_list: PriceList | None
) -> PriceRange | None:
    if price_list is None:
        return None
    going = [rendering for rendering, reason in zip(renderings, verdicts, strict=True) if reason is None]
    counts = [one.count for one in going] + [one.introduction.count for one in going if one.introduction]
    try:
        return range_of_all((count.parts for count in counts if count.parts is not None), price_list)
    except UnknownPrice:
        return None
