"""Where a request comes from, as throttles and proofs need it."""

from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address, behind as many proxies as TRUSTED_PROXY_COUNT says; None where nobody can tell.

    The same that sign-in throttles count by. An IPv4 address in the dress of IPv6 is undressed: its neighbours there
    are everybody.
    """
    try:
        found = ip_address(str(get_adapter().get_client_ip(request)).split("%")[0])
    except (PermissionDenied, ValueError):
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(found)
