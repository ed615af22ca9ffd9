"""Where a definition is shown."""

from django.urls import reverse

from accounts.web.request import StoreRequest
from customers.models import AssetKind


def place_of(request: StoreRequest, kind: AssetKind | None) -> str:
    """The page of a kind of asset; for what belongs to none, the overview."""
    slug = request.membership.store.slug
    if kind is None:
        return reverse("definitions:overview", args=[slug])
    return reverse("definitions:kind", args=[slug, kind.pk])
