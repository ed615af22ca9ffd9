"""What PostgreSQL does for a claim and for the last gate: every statement of theirs, explained while it is run.

The statements are the product's own, caught on their way (Django's execute_wrapper); all is rolled back.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.tenancy.scope import platform_scope
from bench.options import options_of
from messaging.domain.claim import Claimed, Request, claim
from messaging.domain.last_gate import pass_last_gate
from messaging.models import GatewayAccount, Lane

Statement = dict[str, Any]
_EXPLAINABLE = {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """`limit` messages claimed and taken through the gate. `claimed`: how many; the plans of each stage."""
    asked = options_of(arguments, limit=int)
    account = GatewayAccount.objects.order_by("id")[0]
    with platform_scope("the bench looks at plans"), transaction.atomic():
        with _explained() as of_claim:
            claims = claim(account_id=account.pk, lane=Lane.BULK, limit=asked.limit, cut=_in_one).claims
        with _explained() as of_gate:
            pass_last_gate(claims[0])
        transaction.set_rollback(True)
    return {"claimed": len(claims[0].message_ids), "claim": of_claim, "gate": of_gate}


def _in_one(claimed: Sequence[Claimed]) -> list[Request]:
    return [Request(sorted(one.message_id for one in claimed), len(claimed))]


@contextmanager
def _explained() -> Iterator[list[Statement]]:
    """The plans of all statements that are run within."""
    found: list[Statement] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.split(maxsplit=1)[0] in _EXPLAINABLE:
            found.append({"sql": " ".join(sql.split())[:200], **_plan(sql, params)})
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield found


def _plan(sql: str, params: Any) -> Statement:
    """Really run, and undone: an UPDATE is run once more afterwards."""
    raw = connection.connection
    with raw.transaction(force_rollback=True), raw.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        [plan] = cursor.fetchone()[0]
    return {"milliseconds": plan["Execution Time"], "plan": plan["Plan"]}
