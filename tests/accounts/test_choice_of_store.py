"""The way to another store is offered to those who have one."""

import pytest

from accounts.models import Membership, Role
from tests.conftest import SignIn
from tests.shops import Shops

CHOICE = 'href="/stores/"'


@pytest.mark.parametrize("active", [True, False])
def test_another_store_is_offered_only_to_who_may_open_one(
    shops: Shops, sign_in: SignIn, active: bool
) -> None:
    client = sign_in(shops.sakura_staff)
    alone = client.get("/stores/sakura-auto/").content.decode()
    Membership.objects.create(
        store=shops.midori, user=shops.sakura_staff.user, role=Role.STAFF, is_active=active
    )
    with_another = client.get("/stores/sakura-auto/").content.decode()
    assert (CHOICE in alone, CHOICE in with_another) == (False, active)
