"""The field “stopped” asks what a message would be asked: every store of the legal entity, no other."""

from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.models import Suppression
from customers.queries.searches.found import customers_found, search_in
from tests.customers.entered import entered
from tests.shops import Shops

OWN, BRANCH, MIDORI, LIFTED, PROMOTION = (f"+81901234567{number}" for number in range(5))


def stop(store: Store, phone: str, **further: object) -> None:
    with store_scope(store.pk):
        Suppression.objects.create(phone=phone, reason=Suppression.Reason.AT_REQUEST, **further)


def test_a_stop_of_another_store_of_the_legal_entity_counts_and_one_of_a_stranger_does_not(
    shops: Shops,
) -> None:
    branch = Store.objects.create(
        legal_entity=shops.sakura.legal_entity, slug="sakura-2", name="さくら二号店"
    )
    for phone in (OWN, BRANCH, MIDORI, LIFTED, PROMOTION):
        entered(shops.sakura, phone, mobile=phone)
    entered(shops.sakura, "no number")
    entered(branch, "of the branch", mobile=BRANCH)
    stop(shops.sakura, OWN)
    stop(branch, BRANCH)
    stop(shops.midori, MIDORI)
    stop(branch, LIFTED, lifted_at=timezone.now(), lift_reason="店頭で")
    stop(branch, PROMOTION, purpose=Suppression.Purpose.PROMOTION)

    def found(operator: str) -> set[str]:
        with store_scope(shops.sakura.pk):
            search = search_in({"field": "customer.stopped", "operator": operator})
            return set(customers_found(shops.sakura_staff, search).values_list("name", flat=True))

    assert found("yes") == {OWN, BRANCH}
    assert found("no") == {MIDORI, LIFTED, PROMOTION, "no number"}
