"""A store's own domain for its short links: given, given up; that it leads here is proved by opening it."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from tracking.links.hosts import HostRefused, host_from
from tracking.models import ShortDomain
from tracking.queries.short_base import installation_hosts

_WORDS = {
    "empty": _("Enter the domain, please."),
    "address": _("Enter the domain alone, like go.sakura-auto.jp: without a path or a port."),
    "number": _("This is an IP address. Enter a domain, like go.sakura-auto.jp."),
    "shape": _("This is not a domain. It looks like go.sakura-auto.jp."),
    "ours": _("This domain is the installation's own."),
    "taken": _("This domain is in use by another store."),
}


@transaction.atomic
def set_short_domain(*, actor: Membership, typed: str) -> ShortDomain:
    """The store's domain from now on; of another one than before it has yet to be seen that it leads here.

    Raises PermissionDenied; ValidationError of `host` (codes: empty, address, number, shape, ours, taken).
    """
    require(actor, Permission.LINKS_DEFINE)
    try:
        host = host_from(typed)
    except HostRefused as refused:
        raise _refusal(refused.code) from refused
    # Also one that it answers under beside: the links of all stores may begin with it, as an earlier SHORT_BASE_URL.
    named = [pattern for pattern in settings.ALLOWED_HOSTS if pattern != "*"]
    if host in installation_hosts() or validate_host(host, named):
        raise _refusal("ours")
    found: ShortDomain | None = (
        ShortDomain.objects.select_for_update().filter(store_id=actor.store_id).first()
    )
    if found is not None and found.host == host:
        return found
    domain = found or ShortDomain(store=actor.store)
    domain.host, domain.token, domain.proved_at = host, secrets.token_urlsafe(18), None
    try:
        # Only the database sees the other stores' domains.
        with transaction.atomic():
            domain.save()
    except IntegrityError as error:
        raise _refusal("taken") from error
    record_audit(actor=actor, action="short_domain.set", target=domain, details={"host": host})
    return domain


@transaction.atomic
def drop_short_domain(*, actor: Membership) -> bool:
    """New links are the installation's again. False where there was none. Raises PermissionDenied."""
    require(actor, Permission.LINKS_DEFINE)
    domain = ShortDomain.objects.select_for_update().filter(store_id=actor.store_id).first()
    if domain is None:
        return False
    record_audit(actor=actor, action="short_domain.dropped", target=domain, details={"host": domain.host})
    domain.delete()
    return True


def _refusal(code: str) -> ValidationError:
    return ValidationError({"host": ValidationError(_WORDS[code], code=code)})
