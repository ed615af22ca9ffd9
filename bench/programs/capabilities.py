"""What the line of the planted store can do: how much goes in a request, and how many requests go at once."""

from collections.abc import Sequence

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from bench.planted import STORE
from messaging.queries.gateways import account_of, gateway_of


def main(arguments: Sequence[str]) -> dict[str, int]:
    store = Store.objects.get(slug=STORE)
    with store_scope(store.pk):
        account = account_of(store)
    if account is None:
        raise RuntimeError("the demo's store has no line")
    capabilities = gateway_of(account).capabilities
    return {"batch": capabilities.largest_batch, "streams": capabilities.parallel_requests}
