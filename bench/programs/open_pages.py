"""Opens pages of a store as its owner, by Django's own client: how long each takes, and how many queries."""

import json
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from bench.options import options_of

_TIMES = 7


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """`--slug`, `--pages` as JSON {name: address}. Answers {name: {seconds, queries}}; the median of several."""
    asked = options_of(arguments, slug=str, pages=json.loads)
    client = Client(
        headers={"host": settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost", "hx-request": "true"}
    )
    user = User.objects.get(email=f"owner@{asked.slug}.example")
    client.force_login(user, backend="accounts.web.sign_in.Backend")
    return {name: _opened(client, address) for name, address in asked.pages.items()}


def _opened(client: Client, address: str) -> dict[str, Any]:
    def open_it() -> int:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return len(answer.content)

    # The first finds nothing prepared: templates, plans, pages of the database.
    open_it()
    statements: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        open_it()
    took = []
    for _time in range(_TIMES):
        began = time.perf_counter()
        open_it()
        took.append(time.perf_counter() - began)
    return {"seconds": median(took), "queries": len(statements)}
