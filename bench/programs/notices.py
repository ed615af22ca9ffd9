"""One-off notices, one after another, as a person's press on 「送信」 sends them; how long each took."""

import select
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import count
from typing import TypeVar

import requests

from accounts.models import Membership, Role, Store
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import rows_of
from bench.options import options_of
from bench.phones import phone_of
from bench.planted import NOTICES_FROM, STORE, TEXT
from messaging.domain.compose import Recipient, compose
from messaging.domain.send import send
from messaging.models import Dispatch, Purpose

_PATIENCE_SECONDS = 120.0
_Key = TypeVar("_Key")

_ACCEPTED = "SELECT extract(epoch FROM accepted_at)::float8 FROM messaging_message WHERE dispatch_id = %s"


def main(arguments: Sequence[str]) -> dict[str, list[float]]:
    """A notice each `every` seconds until standard input ends. When each was sent, accepted, and on its handset (Unix
    seconds).
    """
    asked = options_of(arguments, simulator=str, every=float)
    store = Store.objects.get(slug=STORE)
    people = map(phone_of, count(NOTICES_FROM))
    with store_scope(store.pk):
        staff = Membership.objects.filter(store=store, role=Role.STAFF)[0]
        sent = [(time.time(), phone, _sent_to(staff, phone)) for phone in _until_told(people, asked.every)]
        accepted = [_once(_acceptance, dispatch) for _, _, dispatch in sent]
    arrived = [_once(partial(_arrival, asked.simulator), phone) for _, phone, _ in sent]
    return {"sent": [at for at, _, _ in sent], "accepted": accepted, "arrived": arrived}


def _until_told(people: Iterator[str], every: float) -> Iterator[str]:
    """One after another, with pauses, until standard input ends."""
    yield next(people)
    while not select.select([sys.stdin], [], [], every)[0]:
        yield next(people)


def _sent_to(staff: Membership, phone: str) -> int:
    """The dispatch's id."""
    wish = compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.QUICK_SEND,
        purpose=Purpose.NOTICE,
        body=TEXT,
        recipients=(Recipient(phone),),
    )
    return send(actor=staff, wish=wish).dispatch.pk


def _acceptance(dispatch_id: int) -> float | None:
    at: float | None = rows_of(_ACCEPTED, [dispatch_id])[0][0]
    return at


def _arrival(simulator: str, phone: str) -> float | None:
    found = requests.get(f"{simulator}/handsets/{phone}.json", timeout=30).json()
    return datetime.fromisoformat(found[0]["received_at"]).timestamp() if found else None


def _once(found: Callable[[_Key], float | None], key: _Key) -> float:
    """The first answer; nobody asks before all have been sent, so that asking delays none."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        answer = found(key)
        if answer is not None:
            return answer
        time.sleep(0.2)
    raise RuntimeError("a notice was not accepted, or did not arrive")
