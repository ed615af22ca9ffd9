"""The demo's templates: those of the library that fit the shop's trade, copied as its owner would."""

from accounts.models import Membership, Role, Store
from templates_app.domain.copy_examples import copy_examples
from templates_app.models import Language

# By the store's address.
_OCCASIONS = {
    "sakura-auto": ("greeting_shop", "booking_reminder", "inspection", "maintenance", "oil", "work_done"),
    "midori-estate": ("greeting_staff", "booking_reminder", "online_meeting", "viewing", "renewal", "rent"),
}


def load_demo_templates(*, store: Store) -> int:
    """How many were copied: none when they are there. In the store's scope."""
    owner = Membership.objects.select_related("user").get(store=store, role=Role.OWNER)
    occasions = _OCCASIONS.get(store.slug, ())
    return len(copy_examples(actor=owner, examples=occasions, language=Language.JAPANESE))
