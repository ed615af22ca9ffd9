"""A domain as people type it, and as a browser sends it. Pure."""

import re
from ipaddress import ip_address

_LONGEST = 253
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)


class HostRefused(Exception):
    """`code`: "empty", "address" (more than a domain was typed), "number" (an IP address), "shape"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def host_from(typed: str) -> str:
    """Lower case, in ASCII, without scheme, slash and port 443. Raises HostRefused.

    Names in kanji become what the browser sends (xn--...).
    """
    host = typed.strip().lower()
    host = (
        host.removeprefix("https://")
        .removeprefix("http://")
        .removesuffix("/")
        .removesuffix(":443")
        .rstrip(".")
    )
    if not host:
        raise HostRefused("empty")
    if re.search(r"[/?#@:\s]", host):
        raise HostRefused("address")
    if _is_number(host):
        raise HostRefused("number")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise HostRefused("shape") from error
    labels = host.split(".")
    if len(host) > _LONGEST or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise HostRefused("shape")
    if labels[-1].isdigit():
        raise HostRefused("number")
    return host


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
