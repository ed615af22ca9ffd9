"""Plans messages of the bulk lane by the product's own stages, in dispatches of some thousand people."""

import uuid
from collections.abc import Sequence

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from bench.options import options_of
from bench.phones import phone_of
from bench.planted import STORE, TEXT
from messaging.domain.compose import Recipient, compose
from messaging.domain.plan import Prepared, plan
from messaging.domain.render import render
from messaging.models import Dispatch, Purpose
from messaging.queries.gateways import account_of, capabilities_of

_AT_ONCE = 10_000


def main(arguments: Sequence[str]) -> dict[str, int]:
    """`--first` and `--count` of the people (bench/phones.py)."""
    asked = options_of(arguments, first=int, count=int)
    store = Store.objects.get(slug=STORE)
    end = asked.first + asked.count
    with store_scope(store.pk):
        for start in range(asked.first, end, _AT_ONCE):
            _plant(store, range(start, min(start + _AT_ONCE, end)))
    return {"planted": asked.count}


def _plant(store: Store, people: range) -> None:
    """One dispatch to these people, from composing to the waiting rows; the lane's bell stays silent."""
    account = account_of(store)
    if account is None:
        raise RuntimeError("the demo's store has no line")
    wish = compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.QUICK_SEND,
        purpose=Purpose.NOTICE,
        body=TEXT,
        recipients=tuple(Recipient(phone_of(person)) for person in people),
    )
    [rendered] = render(store=store, wishes=[wish], capabilities=capabilities_of(account))
    prepared = Prepared(wish, rendered.renderings, [None] * len(people))
    plan(store=store, actor=None, prepared=[prepared], account=account)
