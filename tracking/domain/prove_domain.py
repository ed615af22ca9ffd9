"""A store's own domain, opened: it leads here."""

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import rows_of
from tracking.models import ShortDomain

_FIND = "SELECT store_id FROM tracking_shortdomain WHERE host = %s AND token = %s"


@transaction.atomic
def prove_domain(*, host: str, token: str) -> bool:
    """Whether this host is a store's with this token; from now on the store's new links begin with it.

    False too where the store has given another domain, or none, at this moment. `host` as the browser named it. Who
    knows the token may open the page as often as they like.
    """
    found = rows_of(_FIND, [host, token])
    if not found:
        return False
    with store_scope(found[0][0]):
        # The store may have given another domain meanwhile.
        domain = ShortDomain.objects.select_for_update().filter(host=host, token=token).first()
        if domain is None:
            return False
        if domain.proved_at is None:
            domain.proved_at = timezone.now()
            domain.save(update_fields=["proved_at"])
            record_audit(actor=None, action="short_domain.proved", target=domain, details={"host": host})
    return True
