"""The product's own settings, with the few values that a test run has of its own."""

import os

os.environ.setdefault("SECRET_KEY", "for the tests only; nothing of value is signed with it")
os.environ.setdefault("FIELD_KEYS", "V1CpmoKrK-P6DXcq9ZwA7al_D3BUjas_Pd9_bd1uxRk=")
os.environ.setdefault("DEMO", "true")
# `make test` starts servers and names them; without it only what needs no database runs (mypy, lints).
os.environ.setdefault("DATABASE_URL", "postgres://smsnotify@no-server-use-make-test.invalid/smsnotify")
os.environ.setdefault("REDIS_URL", "redis://no-server-use-make-test.invalid")

from smsnotify.settings import *  # noqa: F403

# Tests sign in many times; the hash's cost is Django's matter, not theirs.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
