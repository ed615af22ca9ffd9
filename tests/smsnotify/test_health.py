"""`/healthz` and `/readyz`: what the one that watches reads, and by what word."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from messaging.models import Lane, LaneHeartbeat
from messaging.queries.heartbeats import SILENT_AFTER

pytestmark = pytest.mark.django_db

NOWHERE = "unix:///nowhere/redis.sock"
READY = {"database": "ok", "migrations": "ok", "redis": "ok", "workers": "ok"}


def beat(*lanes: str, ago: timedelta = timedelta(0)) -> None:
    for lane in lanes:
        LaneHeartbeat.objects.update_or_create(lane=lane, defaults={"seen_at": Now() - ago})


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_process_that_is_up_says_so_whatever_else_is_down(client: Client, settings: Settings) -> None:
    settings.REDIS_CLIENT_URL = NOWHERE
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_with_every_part_at_work_it_is_ready(client: Client) -> None:
    beat(*Lane.values)
    assert ready(client) == (200, {"status": "ok", **READY})


def test_without_a_sign_of_life_of_any_worker_it_names_them_all(client: Client) -> None:
    workers = f"not seen: {', '.join(Lane.values)}"
    assert ready(client) == (503, {"status": "not ready", **READY, "workers": workers})


def test_a_worker_that_has_been_silent_for_too_long_is_named(client: Client) -> None:
    beat(*Lane.values)
    beat(Lane.BULK, ago=SILENT_AFTER + timedelta(seconds=1))
    assert ready(client) == (503, {"status": "not ready", **READY, "workers": "not seen: bulk"})


def test_a_redis_that_does_not_answer_is_named(client: Client, settings: Settings) -> None:
    beat(*Lane.values)
    settings.REDIS_CLIENT_URL = NOWHERE
    assert ready(client) == (503, {"status": "not ready", **READY, "redis": "ConnectionError"})
