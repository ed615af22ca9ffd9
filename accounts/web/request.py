"""Requests of people who have signed in, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, User


class SignedInRequest(HttpRequest):
    user: User


class StoreRequest(SignedInRequest):
    """StoreMiddleware has seen to it: the person is signed in and a member of the store in the address."""

    membership: Membership
    # The navigation's entry that a page belongs to, by its address's name; else its own address says it.
    navigation_entry: str
    htmx: HtmxDetails
