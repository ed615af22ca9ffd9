"""Links of certain recipients, and the hits on them: what is held on a person."""

from collections.abc import Collection

from django.db.models import QuerySet

from tracking.models import Hit, ShortLink


def hits_of_recipients(recipients: Collection[int]) -> QuerySet[Hit]:
    """In the store in scope, in order, with their links and targets loaded."""
    links = ShortLink.objects.filter(recipient__in=recipients)
    found: QuerySet[Hit] = Hit.objects.filter(link__in=links).select_related("link__target").order_by("id")
    return found


def links_of_recipients(recipients: Collection[int]) -> QuerySet[ShortLink]:
    """In the store in scope, in order, with their targets loaded; only those of a recipient's own."""
    found: QuerySet[ShortLink] = (
        ShortLink.objects.filter(recipient__in=recipients).select_related("target").order_by("id")
    )
    return found
