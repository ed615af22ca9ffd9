"""Where a request comes from: as sign-in throttles see it, and None where nobody can tell."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from accounts.web.client_address import client_address

CASES = [
    (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
    (0, "2001:DB8::1", "", "2001:db8::1"),
    (0, "fe80::1%eth0", "", "fe80::1"),
    (0, "", "", None),
    (0, "unix:", "", None),
    (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "forged, 203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "203.0.113.9, nonsense", None),
    (1, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
    (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
    (1, "10.0.0.1", "", "10.0.0.1"),
    (2, "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "10.0.0.1", "203.0.113.9", None),
]


@pytest.mark.parametrize(("proxies", "remote", "forwarded", "address"), CASES)
def test_the_address_is_what_the_outermost_proxy_of_ours_saw(
    proxies: int, remote: str, forwarded: str, address: str | None
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert client_address(request) == address
        assert (_allauths(request) or "").split("%")[0] == (address or "")


def _allauths(request: HttpRequest) -> str | None:
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return None


def test_an_address_of_ipv4_in_the_dress_of_ipv6_is_undressed() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == "192.0.2.1"
