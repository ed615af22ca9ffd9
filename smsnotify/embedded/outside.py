"""Servers that somebody else runs: are they there, and new enough?"""

from urllib.parse import urlsplit

import psycopg
import redis

from smsnotify.embedded.refusal import Refused

OLDEST_POSTGRES = 15  # ON DELETE SET NULL of single columns (architecture.md, "Whose rows are these")


def refuse_bad_postgres(url: str) -> None:
    """Raises Refused when the URL leads to no PostgreSQL 15 or newer. The password is never shown."""
    scheme, separator, rest = url.partition("://")
    if not separator or not scheme.startswith(("postgres", "pgsql", "psql")):
        raise Refused(
            f"DATABASE_URL begins with {scheme}: it must be postgres://user:password@host:port/database"
        )
    try:
        with psycopg.connect(f"postgres://{rest}", connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as problem:
        raise Refused(f"The database of DATABASE_URL ({_place(url)}) cannot be used: {problem}") from None
    if version < OLDEST_POSTGRES:
        raise Refused(f"DATABASE_URL leads to PostgreSQL {version}; {OLDEST_POSTGRES} or newer is needed.")


def refuse_bad_redis(url: str) -> None:
    """Raises Refused when nobody answers at REDIS_URL."""
    try:
        # Celery's words for a Unix socket and its database, in redis-py's.
        spoken = url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)
        client = redis.Redis.from_url(spoken, socket_connect_timeout=10)
        client.ping()
        client.close()
    except (redis.RedisError, ValueError) as problem:
        raise Refused(f"The Redis of REDIS_URL ({_place(url)}) cannot be used: {problem}") from None


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
