"""What the demo's people have with their shops: assets with due dates, appointments, consents, lists, searches.

Each part is loaded once, into a store that has none of it; the rest stays as it is. Drawn by a seed, but for dates,
which lie around today so that something is always due.
"""

from random import Random

from django.db import transaction

from accounts.models import Membership, Role, Store
from customers.demo.appointments import load_appointments
from customers.demo.assets import load_assets
from customers.demo.consents import load_consents
from customers.demo.gathered import load_lists, load_searches
from customers.models import Customer


@transaction.atomic
def load_demo_belongings(*, store: Store, seed: int) -> None:
    """In the open scope of a store that has its customers and an owner; nothing without them."""
    owner = Membership.objects.filter(store=store, role=Role.OWNER).order_by("id").first()
    customers = list(Customer.objects.filter(number__gt="").order_by("id")[:2000])
    if owner is None or not customers:
        return
    random = Random(seed)  # noqa: S311
    load_assets(store=store, customers=customers, random=random)
    load_appointments(store=store, customers=customers, random=random)
    load_consents(owner=owner, customers=customers, random=random)
    load_lists(owner=owner, customers=customers, random=random)
    load_searches(owner=owner)
