"""How many messages a second the provider takes from one account."""

import math


class Throttle:
    """A bucket for each account, of one second's content. A request may overdraw it; the next one waits."""

    def __init__(self) -> None:
        # Messages that were told to come later, since the start or the last reset.
        self.refused = 0
        self._buckets: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, account: str, messages: int, *, rate: float, now: float) -> int:
        """0 when `messages` are taken now (and counted), else whole seconds for Retry-After."""
        level, seen = self._buckets.get(account, (max(rate, 1.0), now))
        level = min(level + (now - seen) * rate, max(rate, 1.0))
        if level <= 0:
            self._buckets[account] = (level, now)
            return max(1, math.ceil(-level / rate))
        self._buckets[account] = (level - messages, now)
        return 0

    def clear(self) -> None:
        self.refused = 0
        self._buckets.clear()
