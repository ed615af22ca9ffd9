"""How fast an account may be used: its limit a second, and pauses after what it did not take.

One row an account holds when the next request may start, by PostgreSQL's clock: exact over any number of workers,
and after a restart. Each request moves that time on by its own share of the limit, and waits for its turn.

Never more than the limit in any second: a request carries at most a fiftieth of it, and the turns lie so far apart
that requests which leave a tenth of a second late still do not crowd. This costs about an eighth of the limit.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.claim import Claimed
from messaging.domain.waits import FARTHEST_PAUSE, LONGEST_PAUSE, LONGEST_RETRY_AFTER
from messaging.gateways.clock import awake
from messaging.models import GatewayAccount

_PORTION = 0.02
# Seconds that a request may start after its turn, and what the way to the provider may add.
_LATE = 0.1
_JITTER = _LATE + 0.02
_SPREAD = (1 + _JITTER) / (1 - _PORTION)
# A turn that is further away than this is not taken: the worker sees to others meanwhile.
LONGEST_WAIT = timedelta(seconds=2)

_TAKE_TURN = """
INSERT INTO messaging_accountpace AS pace (account_id, free_at, failures)
VALUES (%(account)s, clock_timestamp() + %(share)s, 0)
ON CONFLICT (account_id) DO UPDATE SET free_at = %(share)s + greatest(clock_timestamp(), CASE
    -- Further ahead than any pause: PostgreSQL's clock was set back.
    WHEN pace.free_at < clock_timestamp() + %(farthest)s THEN pace.free_at END)
WHERE pace.free_at NOT BETWEEN clock_timestamp() + %(patience)s AND clock_timestamp() + %(farthest)s
RETURNING extract(epoch FROM pace.free_at - %(share)s - clock_timestamp())::float8, pace.failures > 0
"""

# Waiting for one's turn is no pause.
_TROUBLE = """
SELECT failures > 0 AND free_at BETWEEN now() AND now() + %(farthest)s, failures > 0
FROM messaging_accountpace WHERE account_id = %(account)s
"""

# As long as the provider says, or twice as long each time, from a second on.
_PAUSE = """
INSERT INTO messaging_accountpace AS pace (account_id, free_at, failures)
VALUES (%(account)s, now() + greatest(%(wait)s, interval '1 second'), 1)
ON CONFLICT (account_id) DO UPDATE
SET failures = CASE WHEN %(whole)s THEN least(pace.failures + 1, 1000) ELSE greatest(pace.failures, 1) END,
    free_at = greatest(
        CASE WHEN pace.free_at < now() + %(farthest)s THEN pace.free_at END,
        now() + greatest(%(wait)s, CASE
            WHEN %(whole)s THEN least(interval '1 second' * power(2, least(pace.failures, 10)), %(longest)s)
            ELSE interval '1 second' END))
"""

_RECOVERED = "UPDATE messaging_accountpace SET failures = 0 WHERE account_id = %s AND failures > 0"

_PARTS = """
SELECT message_id, greatest(parts_docomo, parts_au, parts_softbank, parts_rakuten)
FROM messaging_messagetext WHERE message_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a request may start: from `opens` to `closes`, seconds of awake()."""

    opens: float
    closes: float
    # The requests before it were not taken.
    after_failures: bool = False


def portion(account: GatewayAccount) -> int | None:
    """The most that one request may count of the account's limit, in what the limit counts; None without a limit."""
    if account.limit_per_second is None:
        return None
    return max(int(account.limit_per_second * _PORTION), 1)


def weights(account: GatewayAccount, claimed: Sequence[Claimed]) -> dict[int, int]:
    """What each message counts of the account's limit: 1, or its parts (the most of any carrier)."""
    if account.limit_per_second is None or account.limit_counts == GatewayAccount.Counts.MESSAGES:
        return {one.message_id: 1 for one in claimed}
    return dict(rows_of(_PARTS, [[one.message_id for one in claimed]]))


def take_turn(account: GatewayAccount, *, weight: int) -> Turn | None:
    """The next turn for a request of this weight; None while the account pauses or is booked out for long.

    Accounts without a limit are only held by pauses.
    """
    if account.limit_per_second is None:
        paused, failing = _trouble(account.pk)
        return None if paused else Turn(awake(), float("inf"), failing)
    share = timedelta(seconds=weight / account.limit_per_second * _SPREAD)
    values = {"account": account.pk, "share": share, "patience": LONGEST_WAIT, "farthest": FARTHEST_PAUSE}
    waits = rows_of(_TAKE_TURN, values)
    if not waits:
        return None
    # Taken after the answer: rather a little after the turn than before it.
    opens = awake() + max(waits[0][0], 0.0)
    return Turn(opens, opens + _LATE, waits[0][1])


def wait_for(turn: Turn, *, ahead: float) -> None:
    """Sleeps until `ahead` seconds before the turn opens."""
    time.sleep(max(turn.opens - ahead - awake(), 0.0))


def is_paused(account_id: int) -> bool:
    """Whether nobody is to be asked through this account for now."""
    return _trouble(account_id)[0]


def _trouble(account_id: int) -> tuple[bool, bool]:
    """Whether the account pauses, and whether the requests before were not taken."""
    values = {"account": account_id, "farthest": FARTHEST_PAUSE}
    return next(((row[0], row[1]) for row in rows_of(_TROUBLE, values)), (False, False))


def pause_account(*, account_id: int, wait: timedelta, whole: bool) -> None:
    """The provider did not take what it was given: nobody asks it again before `wait`, at most an hour.

    `whole`: it took nothing of a request; then the pause is longer each time in a row.
    """
    values = {"wait": min(wait, LONGEST_RETRY_AFTER), "whole": whole, "longest": LONGEST_PAUSE}
    changed_by(_PAUSE, values | {"account": account_id, "farthest": FARTHEST_PAUSE})


def note_recovery(*, account_id: int) -> None:
    """The provider takes requests again."""
    changed_by(_RECOVERED, [account_id])
