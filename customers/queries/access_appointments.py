"""Access to appointments: the permission is in the name, and a foreign id does not exist."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Appointment, Customer


def appointments_to_view(actor: Actor) -> QuerySet[Appointment]:
    """All appointments of the store. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Appointment] = Appointment.objects.filter(store_id=actor.store_id)
    return found.select_related("customer", "asset", "staff__user")


def appointment_to_view(actor: Actor, appointment_id: int) -> Appointment:
    """Raises PermissionDenied; Http404 for an appointment of another store as for none."""
    return one_of(appointments_to_view(actor), appointment_id)


def appointment_to_edit(actor: Actor, appointment_id: int) -> Appointment:
    """An appointment that one may change or cancel. Raises as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    return appointment_to_view(actor, appointment_id)


def appointment_of_customer(actor: Actor, appointment_id: int, customer: Customer) -> Appointment:
    """Raises PermissionDenied; Http404 for an appointment of another customer as for none."""
    found = appointment_to_view(actor, appointment_id)
    if found.customer_id != customer.pk:
        raise Http404
    return found
