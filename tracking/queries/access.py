"""The only way from an interface to a link: the permission is in the name, a foreign id does not exist."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from tracking.models import LinkTarget, ShortDomain, ShortLink


def links_to_view(actor: Actor) -> QuerySet[LinkTarget]:
    """The addresses that the store's messages lead to. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_VIEW)
    found: QuerySet[LinkTarget] = LinkTarget.objects.filter(store_id=actor.store_id)
    return found


def link_to_view(actor: Actor, target_id: int) -> LinkTarget:
    """Raises PermissionDenied; Http404 for another store's as for none. So the others below."""
    return one_of(links_to_view(actor), target_id)


def link_to_export(actor: Actor, target_id: int) -> LinkTarget:
    """For a file that leaves the house."""
    require(actor, Permission.MESSAGES_EXPORT)
    return link_to_view(actor, target_id)


def code_to_view(actor: Actor, code: str) -> ShortLink:
    """With its target."""
    require(actor, Permission.MESSAGES_VIEW)
    found: QuerySet[ShortLink] = ShortLink.objects.filter(store_id=actor.store_id, code=code)
    link = found.select_related("target").first()
    if link is None:
        raise Http404
    return link


def domain_to_define(membership: Membership) -> ShortDomain | None:
    """The store's own domain for short links, proved or not; None without one."""
    require(membership, Permission.LINKS_DEFINE)
    found: ShortDomain | None = ShortDomain.objects.filter(store_id=membership.store_id).first()
    return found
