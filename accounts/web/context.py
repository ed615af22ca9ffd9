"""What every page of a store needs in its template."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Membership
from accounts.queries.memberships import memberships_of
from accounts.registries.navigation import NavigationEntry, entries, person_entries


@dataclass(frozen=True, slots=True)
class NavigationItem:
    section: str
    label: str
    url: str
    icon: str
    active: bool


def store_context(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": []}
    chosen: str | None = getattr(request, "navigation_entry", None)
    home = reverse("accounts:dashboard", args=[membership.store.slug])
    items = []
    for entry in _open_to(membership, entries()):
        url = reverse(entry.url_name, args=[membership.store.slug])
        active = request.path == url if url == home else request.path.startswith(url)
        if chosen is not None:
            active = entry.url_name == chosen
        items.append(NavigationItem(entry.section, str(entry.label), url, entry.icon, active))
    own = [
        NavigationItem(
            "", str(entry.label), reverse(entry.url_name, args=[membership.store.slug]), entry.icon, False
        )
        for entry in _open_to(membership, person_entries())
    ]
    others = memberships_of(membership.user).exclude(pk=membership.pk)
    return {
        "navigation": items,
        "person_navigation": own,
        "membership": membership,
        "store": membership.store,
        # Lazy: parts of a page do not ask.
        "has_other_stores": SimpleLazyObject(others.exists),
    }


def _open_to(membership: Membership, found: list[NavigationEntry]) -> list[NavigationEntry]:
    return [entry for entry in found if entry.permission is None or membership.may(entry.permission)]
