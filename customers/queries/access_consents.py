"""Who reaches what of the consent ledger."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import (
    Complaint,
    ConsentLink,
    ConsentRecord,
    ConsentWording,
    Customer,
    Suppression,
    Upload,
)
from customers.queries.access import customers_to_view


def wordings_to_show(actor: Actor) -> QuerySet[ConsentWording]:
    """All versions of the store's wording, the newest first. Whoever records consent may read them.

    Raises PermissionDenied.
    """
    require(actor, Permission.CONSENTS_RECORD)
    found: QuerySet[ConsentWording] = ConsentWording.objects.filter(store_id=actor.store_id)
    return found.order_by("-version")


def wordings_to_manage(actor: Actor) -> QuerySet[ConsentWording]:
    """The same, for who writes them. Raises PermissionDenied."""
    require(actor, Permission.SIGN_UP_MANAGE)
    found: QuerySet[ConsentWording] = ConsentWording.objects.filter(store_id=actor.store_id)
    return found.order_by("-version")


def customer_to_hear(actor: Actor, customer_id: int) -> Customer:
    """A customer whose consent one may record: with a mobile number. Raises PermissionDenied; Http404."""
    require(actor, Permission.CONSENTS_RECORD)
    return _one_customer(actor, customer_id)


def _one_customer(actor: Actor, customer_id: int) -> Customer:
    return one_of(customers_to_view(actor).filter(mobile__isnull=False), customer_id)


def links_to_prove(actor: Actor) -> QuerySet[ConsentLink]:
    """The store's chain. Raises PermissionDenied."""
    require(actor, Permission.CONSENTS_PROVE)
    found: QuerySet[ConsentLink] = ConsentLink.objects.filter(store_id=actor.store_id)
    return found


def records_to_prove(actor: Actor) -> QuerySet[ConsentRecord]:
    """The personal side of the store's chain. Raises PermissionDenied."""
    require(actor, Permission.CONSENTS_PROVE)
    found: QuerySet[ConsentRecord] = ConsentRecord.objects.filter(store_id=actor.store_id)
    return found.select_related("wording", "evidence")


def evidence_to_prove(actor: Actor, upload_id: int) -> Upload:
    """A file that some entry of the ledger names. Raises PermissionDenied; Http404 also for any other file."""
    named = records_to_prove(actor).filter(evidence_id=upload_id).select_related(None)
    upload: Upload | None = Upload.objects.filter(
        store_id=actor.store_id, pk__in=named.values("evidence_id")
    ).first()
    if upload is None:
        raise Http404
    return upload


def records_to_view(actor: Actor, customer: Customer) -> QuerySet[ConsentRecord]:
    """What was said for the customer's number, the newest first. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[ConsentRecord] = ConsentRecord.objects.filter(
        store_id=actor.store_id, phone=customer.mobile or ""
    )
    return found.select_related("wording", "evidence").order_by("-position")


def complaints_to_view(actor: Actor, customer: Customer) -> QuerySet[Complaint]:
    """Complaints from the customer's number, the newest first. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Complaint] = Complaint.objects.filter(
        store_id=actor.store_id, phone=customer.mobile or ""
    )
    return found.select_related("recorded_by__user").order_by("-recorded_at", "-id")


def stops_to_view(actor: Actor) -> QuerySet[Suppression]:
    """This store's stops, in force and lifted. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Suppression] = Suppression.objects.filter(store_id=actor.store_id)
    return found.select_related("recorded_by__user", "lifted_by__user")


def stop_of_store_to_lift(actor: Actor, suppression_id: int) -> Suppression:
    """A stop that this store recorded, be it lifted by now. Raises PermissionDenied; Http404 as for none."""
    require(actor, Permission.SUPPRESSIONS_LIFT)
    return one_of(stops_to_view(actor), suppression_id)


def may_stop_numbers(membership: Membership) -> None:
    """For the page on which a number is stopped by hand. Raises PermissionDenied."""
    require(membership, Permission.SUPPRESSIONS_ADD)
    require(membership, Permission.CUSTOMERS_VIEW)
