"""What codes are made with."""

import hmac
from functools import cache

from django.conf import settings


@cache
def code_secret() -> bytes:
    """The installation's, for codes alone: whoever learned it could read no session and sign nothing.

    Another SECRET_KEY makes other codes from then on; those that were written stay good.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), b"codes of short links and recipients' pages", "sha256")
