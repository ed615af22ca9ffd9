"""Who can be in charge of a customer."""

from django.db.models import Q

from accounts.models import Actor, Membership


def staff_to_choose(membership: Membership, *, current_id: int | None) -> list[Membership]:
    """The store's active people by name, and the one in charge now though inactive."""
    return list(
        Membership.objects.filter(Q(is_active=True) | Q(pk=current_id), store_id=membership.store_id)
        .select_related("user")
        .order_by("user__name", "id")
    )


def staff_with_address(actor: Actor, address: str) -> Membership | None:
    """The active person of the store who signs in with this e-mail address."""
    found = Membership.objects.filter(store_id=actor.store_id, is_active=True, user__email__iexact=address)
    return found.select_related("user").first()
