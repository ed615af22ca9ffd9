"""The six digits that prove who holds a phone."""

import re
import secrets
from unicodedata import normalize
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "customers.number_check"
_DRESS = re.compile(r"[\s\-‐–—―ー]")
_CODE = re.compile(r"[0-9]{6}")


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def digest_of(key: UUID, code: str) -> str:
    """64 hex digits. Keyed with the installation's secret: a million codes are soon tried on a stolen table."""
    return salted_hmac(_SALT, f"{key} {code}", algorithm="sha256").hexdigest()


def is_code_of(digest: str, *, key: UUID, code: str) -> bool:
    """Takes as long for a wrong code as for the right one."""
    return constant_time_compare(digest, digest_of(key, code))


def code_in(typed: str) -> str | None:
    """The code as typed, in whatever width and with blanks or a dash; None where these are no six digits."""
    code = _DRESS.sub("", normalize("NFKC", typed[:40]))
    return code if _CODE.fullmatch(code) else None
