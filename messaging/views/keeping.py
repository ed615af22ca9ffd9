"""Under which name the browser keeps what is typed in a composer (static/js/composer.js), until it is sent."""

from accounts.models import Membership


def kept_as(membership: Membership, *, customer_id: int | None = None) -> str:
    """Of one person in one store, and of one customer's composer or, without one, of quick send."""
    return f"{membership.pk}:{membership.store.slug}:{customer_id or 'quick'}"
