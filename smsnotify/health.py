"""`/healthz`: this process is up. `/readyz`: it can do its work; each part is named with what is wrong."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from messaging.queries.heartbeats import silent_lanes

OK = "ok"


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": OK})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is ok, else 503: {"status", "database", "migrations", "redis", "workers"}."""
    parts = {name: probe() for name, probe in PROBES.items()}
    ready = all(found == OK for found in parts.values())
    return JsonResponse({"status": OK if ready else "not ready", **parts}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return OK


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return type(error).__name__
    return f"{len(missing)} to apply" if missing else OK


def _redis() -> str:
    try:
        with redis.Redis.from_url(
            settings.REDIS_CLIENT_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            client.ping()
    except redis.RedisError as error:
        return type(error).__name__
    return OK


def _workers() -> str:
    try:
        silent = silent_lanes()
    except DatabaseError as error:
        return type(error).__name__
    return f"not seen: {', '.join(silent)}" if silent else OK


PROBES: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    "workers": _workers,
}
