"""Two who write into a store's ledger at the same moment: one waits for the other."""

import pytest

from accounts.tenancy.scope import store_scope
from customers.models import ConsentLink
from customers.queries.consent_chain import verify_chain
from tests.customers.consents.spoken import OTHER, THIRD, hear, said
from tests.customers.test_same_moment import while_uncommitted
from tests.shops import Shops

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_new", [True, False], ids=["a_chain_not_begun", "a_chain_begun"])
def test_positions_have_no_gap_and_the_chain_verifies(shops: Shops, is_new: bool) -> None:
    if not is_new:
        hear(shops.sakura, said())
    first = 1 if is_new else 2
    positions: list[list[int]] = []
    while_uncommitted(
        shops.sakura,
        lambda: positions.append(hear(shops.sakura, said(OTHER), said(OTHER, "notice"))),
        lambda: positions.append(hear(shops.sakura, said(THIRD), said(THIRD, "notice"))),
    )
    assert positions == [[first, first + 1], [first + 2, first + 3]]
    with store_scope(shops.sakura.pk):
        links = list(ConsentLink.objects.order_by("position").values_list("position", "at"))
    assert [position for position, _ in links] == list(range(1, first + 4))
    assert [at for _, at in links] == sorted(at for _, at in links)
    assert verify_chain(shops.sakura).proven
