"""Servers, database and processes for the fault runs, all their own."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.faults.ground import Ground
from tests.faults.servers import Servers
from tests.stack import Stack


@contextmanager
def prepared_ground(
    folder: Path, *, seed: int, environment: Mapping[str, str] | None = None
) -> Iterator[Ground]:
    """`folder` gets the processes' logs. `environment`: what all of them find in theirs."""
    with Servers() as servers:
        stack = Stack(
            name="smsnotify_faults",
            folder=folder,
            redis_number=0,
            server=servers.database,
            redis_url=servers.redis_url,
            extra=environment or {},
        )
        ground = Ground(stack=stack, servers=servers, chance=random.Random(seed))
        try:
            yield ground
        finally:
            ground.close()
