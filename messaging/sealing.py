"""Secrets of gateway accounts, encrypted at rest."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def sealed(secrets: Mapping[str, str]) -> str:
    """A Fernet token made with the newest of FIELD_KEYS."""
    return _box().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unsealed(token: str) -> dict[str, str]:
    """What sealed() was given; {} for an account without secrets. Raises cryptography's InvalidToken."""
    secrets: dict[str, str] = json.loads(_box().decrypt(token.encode())) if token else {}
    return secrets
