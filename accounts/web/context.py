"""What every page of a store needs in its template."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.queries.memberships import memberships_of
from accounts.registries.navigation import entries


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
    for entry in entries():
        if entry.permission is not None and not membership.may(entry.permission):
            continue
        url = reverse(entry.url_name, args=[membership.store.slug])
        active = request.path == url if url == home else request.path.startswith(url)
        if chosen is not None:
            active = entry.url_name == chosen
        items.append(NavigationItem(entry.section, str(entry.label), url, entry.icon, active))
    others = memberships_of(membership.user).exclude(pk=membership.pk)
    return {
        "navigation": items,
        "membership": membership,
        "store": membership.store,
        # Lazy: parts of a page do not ask.
        "has_other_stores": SimpleLazyObject(others.exists),
    }
