"""Who may have sent: the choices of the history's filter."""

from accounts.models import Membership


def authors_to_choose(membership: Membership) -> list[Membership]:
    """Everybody of the store by name, those who have left too: their messages stay. One query."""
    people = Membership.objects.filter(store_id=membership.store_id).select_related("user")
    return list(people.order_by("user__name", "id"))
