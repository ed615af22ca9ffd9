"""Edit = cancel and prepare again (mission.md A10): what waits of the old is taken back as the new one is planned."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Actor, Membership
from accounts.tenancy.statements import rows_of
from messaging.domain.cancel import cancel_dispatch
from messaging.domain.compose import Wish
from messaging.domain.plan import KeyTaken, Planned, Prepared, plan
from messaging.domain.problems import Problem, Refused
from messaging.models import Dispatch, GatewayAccount, State, origins_of
from messaging.queries.access import dispatch_to_cancel

# Of these nothing has reached anybody, nor will.
_STOPPED = [State.CANCELLED.value, State.WITHHELD.value]

_HAS_LEFT = """
SELECT EXISTS (
    SELECT FROM messaging_messagetext AS text JOIN messaging_message AS message ON message.id = text.message_id
    WHERE text.store_id = %s AND text.dispatch_id = %s AND NOT message.state = ANY(%s)
)
"""


def replacing_problems(*, actor: Actor, wish: Wish) -> list[Problem]:
    """Why the dispatch that the wish replaces cannot be taken back any more; nothing is changed.

    Raises PermissionDenied; Http404 for another store's dispatch as for none.
    """
    if wish.replaces is None:
        return []
    old = _replaced(actor, wish.replaces)
    return _problems(old, wish, [*_STOPPED, *origins_of(State.CANCELLED)])


def plan_in_place(
    *, actor: Actor, prepared: Prepared, account: GatewayAccount
) -> Planned | Refused | KeyTaken:
    """Cancel what waits of the old dispatch and plan the new one: both, or neither.

    Refused where any of the old has left or another dispatch has taken its place. A form that is sent again finds that
    its first time has done it. Raises as replacing_problems.
    """
    try:
        with transaction.atomic():
            _take_back(actor, prepared.wish)
            [outcome] = plan(store=actor.store, actor=actor, prepared=[prepared], account=account)
            if isinstance(outcome, KeyTaken):
                raise outcome
    except (Refused, KeyTaken) as why:
        return why
    return outcome


def _take_back(actor: Actor, wish: Wish) -> None:
    if wish.replaces is None:
        raise ValueError("a wish that replaces nothing")
    old = _replaced(actor, wish.replaces)
    # Two people at once: the second sees what the first has made.
    Dispatch.objects.select_for_update(no_key=True).get(pk=old.pk)
    cancel_dispatch(actor=actor, dispatch=old)
    found = _problems(old, wish, _STOPPED)
    if found:
        raise Refused(found)


def _replaced(actor: Actor, dispatch_id: int) -> Dispatch:
    if not isinstance(actor, Membership):
        raise PermissionDenied
    return dispatch_to_cancel(actor, dispatch_id)


def _problems(old: Dispatch, wish: Wish, stopped: list[str]) -> list[Problem]:
    others = Dispatch.objects.filter(replaces=old)
    if others.exclude(key=wish.key).exists():
        words = _(
            "It has been prepared again already. Nothing was sent; look at the scheduled messages, please."
        )
        return [Problem("replaces", "replaced_already", words)]
    ((has_left,),) = rows_of(_HAS_LEFT, [old.store_id, old.pk, stopped])
    if has_left:
        words = _("It has left meanwhile and cannot be changed any more. Nothing was sent a second time.")
        return [Problem("replaces", "has_left", words)]
    return []
