"""How many requests a token may make in a minute, counted in Redis for all processes together."""

import logging
import time
from typing import Any

import redis
from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import ApiToken

logger = logging.getLogger(__name__)

_WINDOW_SECONDS = 60
# A Redis that is gone is left alone for so long, so that requests do not queue up behind it.
_LEFT_ALONE_SECONDS = 5.0
# Counts, and says how long the window still lasts, in one step: nobody slips in between.
_COUNT = """
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {used, redis.call('PTTL', KEYS[1])}
"""


class _Counter:
    """Requests in windows that begin with the first one. Without Redis nothing is counted, and a line says so."""

    def __init__(self) -> None:
        self._client = redis.Redis.from_url(
            settings.REDIS_CLIENT_URL, socket_timeout=0.5, socket_connect_timeout=0.5
        )
        self._count = self._client.register_script(_COUNT)
        self._gone_until = 0.0

    def counted(self, name: str) -> tuple[int, float]:
        """How many with this one, and the seconds until they are forgotten; (0, 0) while Redis is gone."""
        if time.monotonic() < self._gone_until:
            return 0, 0.0
        try:
            used, left = self._count(keys=[name], args=[_WINDOW_SECONDS])
        except redis.RedisError as error:
            self._gone_until = time.monotonic() + _LEFT_ALONE_SECONDS
            logger.warning("requests of programs are not throttled: %s", type(error).__name__)
            return 0, 0.0
        return int(used), int(left) / 1000


_counter = _Counter()


class TokenThrottle(BaseThrottle):
    """API_READS_PER_MINUTE and API_WRITES_PER_MINUTE of the settings, for each token; 0 is no limit."""

    _wait = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        reads = request.method in SAFE_METHODS
        kind = "reads" if reads else "writes"
        limit: int = settings.API_READS_PER_MINUTE if reads else settings.API_WRITES_PER_MINUTE
        if limit == 0:
            return True
        # By the digest: two installations on one Redis may have tokens of the same id.
        used, self._wait = _counter.counted(f"smsnotify:api:{kind}:{token.digest[:32]}")
        return used <= limit

    def wait(self) -> float:
        return self._wait
