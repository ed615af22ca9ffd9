"""`python -m tests.faults.plant`: a process that plans messages as the product does, told on its standard input.

A line is a JSON object {mark, first, count, portion}; the answer is `planned` or the error's name. `portion` people
make one dispatch: up to ten go by the lane `urgent`. Planned again, the same is not planned twice: its key is made of
mark and place.
"""

import json
import sys
import uuid
from typing import Any

import django
from django.db import Error, close_old_connections

from tests.faults.numbers import phones_of, text_of

_NAMESPACE = uuid.UUID("8a7b0c0e-3f5f-4d27-9a5a-6f0c5a8f2b11")


def main() -> None:
    django.setup()
    for line in sys.stdin:
        print(_answer(json.loads(line)), flush=True)


def _answer(asked: dict[str, Any]) -> str:
    close_old_connections()
    try:
        _plan(**asked)
    except Error as error:
        # PostgreSQL is away: that is what the fault runs are about, and they ask again.
        return type(error).__name__
    return "planned"


def _plan(*, mark: str, series: int, first: int, count: int, portion: int) -> None:
    # The apps can be imported only once Django is set up.
    from accounts.models import Membership, Role  # noqa: PLC0415
    from accounts.tenancy.scope import platform_scope, store_scope  # noqa: PLC0415
    from messaging.domain.compose import Recipient, compose  # noqa: PLC0415
    from messaging.domain.send import send  # noqa: PLC0415
    from messaging.models import Dispatch, Purpose  # noqa: PLC0415

    with platform_scope("the fault runs plan as a member of a demo store"):
        [member, *_] = (
            Membership.objects.filter(role=Role.MANAGER).select_related("store", "user").order_by("id")
        )
    with store_scope(member.store_id):
        for start in range(first, first + count, portion):
            phones = phones_of(series, start, min(portion, first + count - start))
            wish = compose(
                key=uuid.uuid5(_NAMESPACE, f"{mark} {start}"),
                source=Dispatch.Source.QUICK_SEND,
                purpose=Purpose.NOTICE,
                body=text_of(mark),
                recipients=tuple(Recipient(phone=phone) for phone in phones),
                subject=mark,
            )
            send(actor=member, wish=wish)


if __name__ == "__main__":
    main()
