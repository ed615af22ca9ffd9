"""A claim cut into requests."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from messaging.domain.claim import Claimed, Request


def cut(
    claimed: Sequence[Claimed], *, largest: int, weights: Mapping[int, int], heaviest: int | None
) -> list[Request]:
    """The requests, fresh messages first.

    At most `largest` in one, a quarter of that for each refusal before, so that one spoiled message frees the others;
    and at most `heaviest` of weight, but always at least one message.
    """
    requests: list[Request] = []
    for refusals, ones in groupby(claimed, key=lambda one: one.refusals):
        size = max(largest >> min(2 * refusals, 60), 1)
        requests += list(_filled([one.message_id for one in ones], size, weights, heaviest))
    return requests


def _filled(
    message_ids: Sequence[int], size: int, weights: Mapping[int, int], heaviest: int | None
) -> Iterator[Request]:
    request: list[int] = []
    load = 0
    for message_id in message_ids:
        weight = weights[message_id]
        if request and (len(request) == size or (heaviest is not None and load + weight > heaviest)):
            yield Request(request, load)
            request, load = [], 0
        request.append(message_id)
        load += weight
    if request:
        yield Request(request, load)
