"""An account's limit holds at the provider, over several worker processes and through the death of one."""

import pytest
import requests

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

LIMIT = 80
MESSAGES = 240

PLANT = """
WITH line AS (SELECT store_id, account_id FROM messaging_gatewaygrant ORDER BY store_id LIMIT 1),
dispatch AS (
    INSERT INTO messaging_dispatch (store_id, key, fingerprint, source, lane, purpose, subject, memo, body, created_at)
    SELECT store_id, gen_random_uuid(), '', 'quick_send', 'bulk', 'notice', 'limit', '', 'text', now() FROM line
    RETURNING id, store_id
), message AS (
    INSERT INTO messaging_message
        (store_id, dispatch_id, account_id, state, lane, reason, attempts, due_at, created_at)
    SELECT dispatch.store_id, dispatch.id, line.account_id, 'scheduled', 'bulk', '', 0, now(), now()
    FROM dispatch, line, generate_series(1, %s)
    RETURNING id, store_id, dispatch_id
)
INSERT INTO messaging_messagetext (message_id, store_id, dispatch_id, phone, recipient_name, topic, body, length,
    parts_docomo, parts_au, parts_softbank, parts_rakuten)
SELECT id, store_id, dispatch_id, '+8180' || lpad((row_number() OVER () + 31000000)::text, 8, '0'), '', '', 'text', 4,
    1, 1, 1, 1 FROM message
RETURNING dispatch_id
"""


def test_the_provider_never_sees_more_in_a_second_than_the_limit(stack: Stack) -> None:
    stack.start("simulator")
    requests.post(f"{stack.simulator}/reset", timeout=5).raise_for_status()
    stack.rows("UPDATE messaging_gatewayaccount SET limit_per_second = %s RETURNING id", LIMIT)
    try:
        dispatch = stack.rows(PLANT, MESSAGES)[0][0]
        stack.start("worker-bulk", "worker-bulk#2", "beat")

        def left(wanted: int) -> bool:
            query = (
                "SELECT count(*) FROM messaging_message WHERE dispatch_id = %s AND accepted_at IS NOT NULL"
            )
            return int(str(stack.rows(query, dispatch)[0][0])) >= wanted

        stack.wait_for(lambda: left(MESSAGES // 3), "a third")
        stack.kill("worker-bulk#2")
        stack.rows("UPDATE messaging_batch SET lease_until = now() WHERE submitted_at IS NULL RETURNING id")
        stack.start("worker-bulk#2", "worker-upkeep")
        stack.wait_for(lambda: left(MESSAGES - LIMIT), "nearly all")
        rate = requests.get(f"{stack.simulator}/messages/rate.json?seconds=1", timeout=5).json()
        assert rate["busiest"] <= LIMIT
        assert rate["refused"] == 0
    finally:
        stack.rows("UPDATE messaging_gatewayaccount SET limit_per_second = NULL RETURNING id")
