"""Access to the sign-up page's settings and to a customer whose number is confirmed or who gets a letter."""

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Customer, NumberCheck, SignUpPage
from customers.queries.access import customers_to_view
from customers.queries.sign_up.pages import sign_up_page


def sign_up_to_manage(actor: Actor) -> SignUpPage:
    """The store's page, an unsaved one where there is none yet. Raises PermissionDenied."""
    require(actor, Permission.SIGN_UP_MANAGE)
    return sign_up_page()


def customer_to_confirm(actor: Actor, customer_id: int) -> Customer:
    """A customer whose number may be confirmed by a message. Raises PermissionDenied; Http404 also without a number."""
    require(actor, Permission.CUSTOMERS_EDIT)
    require(actor, Permission.MESSAGES_SEND)
    return one_of(customers_to_view(actor).filter(mobile__isnull=False), customer_id)


def customer_to_write_letter(actor: Actor, customer_id: int) -> Customer:
    """A customer who gets a letter of what was agreed. Raises PermissionDenied; Http404 also without a number."""
    return one_of(customers_to_view(actor).filter(mobile__isnull=False), customer_id)


def check_at_counter(customer: Customer) -> NumberCheck | None:
    """The newest code that was sent for this customer to the number of the record."""
    checks = NumberCheck.objects.filter(
        occasion=NumberCheck.Occasion.COUNTER, phone=customer.mobile or "", customer=customer
    )
    found: NumberCheck | None = checks.order_by("-made_at", "-id").first()
    return found
