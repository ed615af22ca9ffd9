"""Secrets of gateway accounts, encrypted at rest."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def sealed(secrets: Mapping[str, str]) -> str:
    """A Fernet token made with the newest of FIELD_KEYS."""
    return _box().encrypt(json.dumps(dict(secrets)).encode()).decode()


@lru_cache(maxsize=200)
def unsealed(token: str) -> Mapping[str, str]:
    """What sealed() was given; {} for an account without secrets. Raises cryptography's InvalidToken.

    Remembered: every request to a provider and every webhook asks.
    """
    return MappingProxyType(json.loads(_box().decrypt(token.encode())) if token else {})
