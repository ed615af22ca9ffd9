"""The worker's step after the hits: evidence of time and address, tallies, last clicks."""

import time
from collections.abc import Sequence

from django.db import connection

from tracking.tasks import apply_hits


def main(arguments: Sequence[str]) -> dict[str, float]:
    """All that are new. Gives how many a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tracking_hit WHERE is_new")
        [hits] = cursor.fetchone()
    began = time.monotonic()
    apply_hits()
    return {"hits_a_second": hits / (time.monotonic() - began)}
