"""What every page of a store needs in its template."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.registries.navigation import entries


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    url: str
    icon: str
    active: bool


def store_context(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": []}
    home = reverse("accounts:dashboard", args=[membership.store.slug])
    items = []
    for entry in entries():
        if entry.permission is not None and not membership.may(entry.permission):
            continue
        url = reverse(entry.url_name, args=[membership.store.slug])
        active = request.path == url if url == home else request.path.startswith(url)
        items.append(NavigationItem(str(entry.label), url, entry.icon, active))
    return {"navigation": items, "membership": membership, "store": membership.store}
