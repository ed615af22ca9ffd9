"""Secrets of a development installation: made once, kept in var/, readable for their owner only."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def kept_keys(data: Path) -> dict[str, str]:
    """SECRET_KEY and FIELD_KEYS, the same at every start: credentials stay readable, people signed in."""
    return {
        "SECRET_KEY": _kept(data / "secret-key", secrets.token_urlsafe(50)),
        "FIELD_KEYS": _kept(data / "field-key", _field_key()),
    }


def passing_keys() -> dict[str, str]:
    """The same two for data that is thrown away."""
    return {"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_KEYS": _field_key()}


def missing_keys(environment: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """Those that the environment gives in neither form, as a value or as the name of a file."""
    return {
        name: value
        for name, value in keys.items()
        if not environment.get(name) and not environment.get(f"{name}_FILE")
    }


def _field_key() -> str:
    """32 random bytes in base64, what Fernet calls a key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _kept(file: Path, fresh: str) -> str:
    """The file's text; `fresh` is written, whole or not at all, when there is none."""
    if not file.exists():
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(fresh)
        beside.replace(file)
    return file.read_text(encoding="ascii").strip()
