"""What a store's short links begin with."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from tracking.models import ShortDomain


def short_base(store: Store) -> str:
    """`https://host/s/`: the store's own domain once it is proved, else the installation's. One query."""
    with store_scope(store.pk):
        host = ShortDomain.objects.filter(proved_at__isnull=False).values_list("host", flat=True).first()
    return f"https://{host}/s/" if host else f"{settings.SHORT_BASE_URL}/s/"


def own_hosts(store: Store) -> frozenset[str]:
    """Where short links and recipients' pages are, for tracking.links.target_problem and is_own. One query."""
    with store_scope(store.pk):
        domains = set(ShortDomain.objects.values_list("host", flat=True))
    return installation_hosts() | domains


def installation_hosts() -> frozenset[str]:
    """As a browser sends them: lower case, with a port unless it is the scheme's own. No store may take one."""
    return _hosts(settings.BASE_URL, settings.SHORT_BASE_URL)


# Asked for with every tap.
@cache
def _hosts(*bases: str) -> frozenset[str]:
    return frozenset(_host(base) for base in bases)


def _host(base: str) -> str:
    parts = urlsplit(base.lower())
    return parts.netloc.removesuffix(":443" if parts.scheme == "https" else ":80")


def proof_address(domain: ShortDomain) -> str:
    """Opened, it proves that the domain leads here (web/redirects.py)."""
    return f"https://{domain.host}/s/-proof/{domain.token}"
