"""The request of a store's page, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, User


class StoreRequest(HttpRequest):
    """StoreMiddleware has seen to it: the person is signed in and a member of the store in the address."""

    user: User
    membership: Membership
    htmx: HtmxDetails
