"""A person presses 「送信」: the first four stages in one transaction, then the bell."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.domain.compose import Wish, problems_of, refuse_errors
from messaging.domain.doorbell import ring_lane
from messaging.domain.judge import Asked, judge
from messaging.domain.plan import Planned, plan
from messaging.domain.problems import Problem
from messaging.domain.render import Rendering, render
from messaging.models import GatewayAccount, Reason
from messaging.queries.gateways import account_of, gateway_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen if the wish were sent now. `verdicts` stand beside `renderings`."""

    account: GatewayAccount | None
    problems: list[Problem]
    renderings: list[Rendering]
    verdicts: list[Reason | None]


def preview(*, membership: Membership, wish: Wish) -> Preview:
    """All that the confirm screen shows; nothing is made."""
    store = membership.store
    account = account_of(store)
    capabilities = gateway_of(account).capabilities if account else None
    problems = problems_of(wish, store=store, capabilities=capabilities)
    renderings = render(wish, newline_weight=capabilities.newline_weight if capabilities else 1)
    verdicts = judge(store=store, asked=[Asked(r.recipient.phone, wish.purpose) for r in renderings])
    return Preview(account, problems, renderings, verdicts)


@transaction.atomic
def send(*, membership: Membership, wish: Wish) -> Planned:
    """Plan the wish and ring its lane. Raises PermissionDenied, Refused (with every error), or KeyTaken.

    Whoever may not be texted is recorded as withheld: every recipient ends with one outcome.
    """
    require(membership, Permission.MESSAGES_SEND)
    ahead = preview(membership=membership, wish=wish)
    refuse_errors(ahead.problems)
    if ahead.account is None:
        raise AssertionError("a store without an account is an error of the preview")
    planned = plan(
        store=membership.store,
        author=membership,
        wish=wish,
        renderings=ahead.renderings,
        verdicts=ahead.verdicts,
        account=ahead.account,
    )
    if planned.fresh:
        ring_lane(planned.dispatch.lane)
    return planned
