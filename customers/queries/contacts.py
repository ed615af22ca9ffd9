"""When customers were last reached."""

from customers.models import Contact, Customer


def contact_of(customer: Customer) -> Contact | None:
    """None where nothing was ever sent."""
    found: Contact | None = Contact.objects.filter(customer=customer).first()
    return found
