"""A forked child has its own line and its own turn."""

import os

from tests.shops import Shops
from tests.tracking.redirects.conftest import Writer, hits_of
from tracking.domain.hits.gathering import knocking
from tracking.domain.hits.record import Knock

CODE = "AbCdEf23"


def knock() -> Knock:
    return Knock(
        CODE, "", True, "GET", "person", "browser", "203.0.113.7", "Mozilla/5.0 (iPhone)", "203.0.113.7"
    )


def test_a_child_of_a_process_that_has_a_line_opens_its_own(shops: Shops, write: Writer) -> None:
    write(shops.sakura, [CODE])
    assert knocking.record(knock()).startswith("https://")  # type: ignore[union-attr]
    child = os.fork()
    if child == 0:
        # Nothing of the test's process may run on in here.
        status = 1
        try:
            status = 0 if isinstance(knocking.record(knock()), str) else 1
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert isinstance(knocking.record(knock()), str)
    assert len(hits_of(shops.sakura)) == 3
