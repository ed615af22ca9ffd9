"""A worker killed at two moments of a message's life: nothing is lost and nothing repeated.

The moments are those that the database shows; there is no test code in the product. The whole table of
architecture.md comes with the engine's own fault runs.
"""

import uuid

import pytest
import requests

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


def plan(stack: Stack, phone: str, *, lane: str = "urgent") -> int:
    """One waiting message, as `plan` writes it; its id."""
    ((store, account),) = stack.rows(
        "SELECT store_id, account_id FROM messaging_gatewaygrant ORDER BY store_id LIMIT 1"
    )
    ((dispatch,),) = stack.rows(
        "INSERT INTO messaging_dispatch (store_id, key, fingerprint, source, lane, purpose, subject, memo, body, "
        "created_at) VALUES (%s, %s, '', 'quick_send', %s, 'notice', 'kill', '', 'text', now()) RETURNING id",
        store,
        uuid.uuid4(),
        lane,
    )
    with stack.connect() as connection, connection.transaction():
        found = connection.execute(
            "INSERT INTO messaging_message (store_id, dispatch_id, account_id, state, lane, reason, attempts, due_at, "
            "created_at) VALUES (%s, %s, %s, 'scheduled', %s, '', 0, now(), now()) RETURNING id",
            (store, dispatch, account, lane),
        ).fetchone()
        assert found is not None
        connection.execute(
            "INSERT INTO messaging_messagetext (message_id, store_id, dispatch_id, phone, recipient_name, topic, body, "
            "length, parts_docomo, parts_au, parts_softbank, parts_rakuten) "
            "VALUES (%s, %s, %s, %s, '', '', 'text', 4, 1, 1, 1, 1)",
            (found[0], store, dispatch, phone),
        )
    return int(str(found[0]))


def state(stack: Stack, message: int) -> str:
    return str(stack.rows("SELECT state FROM messaging_message WHERE id = %s", message)[0][0])


def end_lease(stack: Stack) -> None:
    """As if the lease's minute were over."""
    stack.rows(
        "UPDATE messaging_batch SET lease_until = now() - interval '1 second' "
        "WHERE lease_until IS NOT NULL RETURNING id"
    )


def finish(stack: Stack, message: int, phone: str) -> None:
    """With workers that live, the message arrives; exactly once, and says so."""
    end_lease(stack)
    stack.start("worker-urgent", "worker-upkeep", "beat")
    stack.wait_for(lambda: state(stack, message) == "delivered", "delivered")
    assert [found["text"] for found in stack.handset(phone)] == ["text"]
    totals = requests.get(f"{stack.simulator}/messages/count.json", timeout=5).json()
    assert totals["repeated_references"] == 0


def test_a_worker_killed_between_claim_and_submit_loses_and_repeats_nothing(stack: Stack) -> None:
    phone = "+819055550101"
    stack.start("simulator", "web")
    message = plan(stack, phone)
    with stack.connect() as blocker, blocker.transaction():
        # The gate's judgement reads the stops: whoever holds that table keeps a worker right after its claim.
        blocker.execute("LOCK TABLE customers_suppression IN ACCESS EXCLUSIVE MODE")
        stack.start("worker-urgent", "worker-upkeep", "beat")
        stack.wait_for(lambda: state(stack, message) == "claimed", "the claim")
        for name in ("worker-urgent", "beat", "worker-upkeep"):
            stack.kill(name)
    assert state(stack, message) == "claimed"
    assert stack.handset(phone) == []
    finish(stack, message, phone)
    attempts = stack.rows("SELECT number, outcome FROM messaging_attempt WHERE message_id = %s", message)
    assert attempts == [(1, "accepted")]


def test_a_worker_killed_while_the_provider_answers_asks_instead_of_sending_again(stack: Stack) -> None:
    phone = "+819055550102"
    stack.start("simulator", "web")
    message = plan(stack, phone)
    requests.post(f"{stack.simulator}/control", json={"latency": 8}, timeout=5).raise_for_status()
    stack.start("worker-urgent", "worker-upkeep", "beat")
    stack.wait_for(lambda: stack.handset(phone), "the handset, long before the answer")
    for name in ("worker-urgent", "beat", "worker-upkeep"):
        stack.kill(name)
    assert state(stack, message) in {"submitting", "delivered"}
    requests.post(f"{stack.simulator}/control", json={"latency": 0}, timeout=5).raise_for_status()
    finish(stack, message, phone)
    assert len(stack.rows("SELECT 1 FROM messaging_attempt WHERE message_id = %s", message)) == 1
