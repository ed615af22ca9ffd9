"""Who belongs where, and what a missing permission answers."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Actor, Membership, Permission, User


def memberships_of(user: User) -> QuerySet[Membership]:
    """The stores a person may open, by name."""
    return (
        Membership.objects.filter(user=user, is_active=True)
        .select_related("store", "user")
        .order_by("store__name", "id")
    )


def membership_in(user: User, slug: str) -> Membership:
    """The person's membership in the store of this address. Raises Http404 without one: the store does not exist."""
    membership = memberships_of(user).filter(store__slug=slug).select_related("store__legal_entity").first()
    if membership is None:
        raise Http404
    return membership


def require(actor: Actor, permission: Permission) -> None:
    """Raises PermissionDenied with the permission's name for the 403 page."""
    if not actor.may(permission):
        raise PermissionDenied(permission.label)
