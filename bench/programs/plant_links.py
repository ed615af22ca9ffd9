"""Short links as a send writes them, a code for each recipient (bench/tapped.py)."""

import time
from collections.abc import Sequence

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from bench.options import options_of
from bench.tapped import FIRST_RECIPIENT, TARGET, code_of
from tracking.domain.write_links import NewCode, NewTarget, write_links

_AT_ONCE = 50_000


def main(arguments: Sequence[str]) -> dict[str, float]:
    """`count` codes of one address. Gives how many a second were written."""
    asked = options_of(arguments, count=int)
    store = Store.objects.order_by("id")[0]
    target = NewTarget(TARGET, 1, unique_codes=True)
    began = time.monotonic()
    with store_scope(store.pk):
        for start in range(0, asked.count, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, asked.count))
            codes = [NewCode(code_of(number), 0, FIRST_RECIPIENT + number) for number in numbers]
            write_links(store_id=store.pk, origin=1, targets=[target], codes=codes)
    return {"codes_a_second": asked.count / (time.monotonic() - began)}
