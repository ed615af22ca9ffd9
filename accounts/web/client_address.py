"""Where a request comes from, as throttles and proofs need it."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address, behind as many proxies as TRUSTED_PROXY_COUNT says; None where nobody can tell.

    The same that sign-in throttles count by, read without allauth: with every tap on a link, where its way is half of
    the work. An IPv4 address in the dress of IPv6 is undressed: its neighbours there are everybody.
    """
    try:
        found = ip_address(_without_port(_named(request)).split("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(found)


def _named(request: HttpRequest) -> str:
    """By the outermost proxy of ours; empty where fewer of them have spoken than there should be."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if not proxies or not forwarded:
        return str(request.META.get("REMOTE_ADDR", ""))
    hops = forwarded.split(",")
    return hops[-proxies].strip() if len(hops) >= proxies else ""


def _without_port(named: str) -> str:
    """`192.0.2.1:443` and `[2001:db8::1]:443` come from some proxies."""
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named.partition(":")[0] if named.count(":") == 1 else named
