"""What the store has chosen for its customers' records."""

from customers.models import CustomerSettings


def customer_settings() -> CustomerSettings:
    """The store's choices; where it made none, the defaults as an unsaved row."""
    found: CustomerSettings | None = CustomerSettings.objects.first()
    return found or CustomerSettings()
