"""Opening stores and letting people in."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import LegalEntity, Membership, Role, Store, User
from accounts.tenancy.scope import store_scope


@transaction.atomic
def open_store(
    *,
    slug: str,
    name: str,
    formal_name: str,
    address: str = "",
    contact: str = "",
    phone: str = "",
    status: str = Store.Status.TRIAL,
    is_demo: bool = False,
) -> Store:
    """A store of the legal entity with this formal name, which is made when it is new.

    Raises ValidationError for a slug that is taken or malformed, or a status that does not exist.
    """
    entity, _ = LegalEntity.objects.get_or_create(
        formal_name=formal_name, defaults={"address": address, "contact": contact}
    )
    store = Store(legal_entity=entity, slug=slug, name=name, phone=phone, status=status, is_demo=is_demo)
    store.full_clean()
    store.save()
    with store_scope(store.pk):
        record_audit(actor=None, action="store.opened", target=store, details={"slug": slug})
    return store


@transaction.atomic
def let_in(
    *, store: Store, email: str, name: str, password: str | None, role: str, is_demo: bool = False
) -> Membership:
    """A person's membership; the person is made when new. An existing person keeps name and password.

    Raises ValidationError for an address or a role that is none.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        fresh = User(email=email.strip().lower(), name=name, is_demo=is_demo)
        fresh.set_password(password)
        fresh.full_clean()
        fresh.save()
        # allauth sends its notices, and lifts a lock-out after a reset, by this row.
        EmailAddress.objects.create(user=fresh, email=fresh.email, verified=True, primary=True)
        user = fresh
    membership = Membership.objects.filter(store=store, user=user).first()
    if membership is None:
        membership = Membership(store=store, user=user, role=Role(role))
        membership.full_clean()
        membership.save()
        with store_scope(store.pk):
            record_audit(actor=None, action="membership.added", target=membership, details={"role": role})
    return membership
