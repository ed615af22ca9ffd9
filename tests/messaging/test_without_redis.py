"""Redis is only the doorbell: with it gone, a send at the counter is planned all the same, and at once."""

import re
import time

import pytest
import requests

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

PHONE = "+819055550201"
NOWHERE = "redis+socket:///nowhere/redis.sock"
QUICK = "/stores/sakura-auto/send/"


class Counter:
    """A member of staff with a browser that runs no script."""

    def __init__(self, web: str) -> None:
        self._web, self._session = web, requests.Session()

    def opened(self, path: str) -> str:
        answer = self._session.get(self._web + path, timeout=10)
        answer.raise_for_status()
        return answer.text

    def posted(self, path: str, **typed: str) -> requests.Response:
        token = self._session.cookies["csrftoken"]
        return self._session.post(
            self._web + path,
            {"csrfmiddlewaretoken": token, **typed},
            headers={"Referer": self._web},
            timeout=10,
        )


def test_a_send_while_redis_is_gone_is_planned_at_once_and_goes_out_when_it_is_back(stack: Stack) -> None:
    stack.start("simulator")
    stack.start("web", environment={"REDIS_URL": NOWHERE})
    assert requests.get(f"{stack.web}/readyz", timeout=10).json()["redis"] == "ConnectionError"
    counter = Counter(stack.web)
    counter.opened("/accounts/login/")
    counter.posted("/accounts/login/", login="staff@sakura-auto.example", password="smsnotify-demo")
    found = re.search(r'name="key" value="([^"]+)"', counter.opened(QUICK))
    assert found is not None
    pressed = time.monotonic()
    answer = counter.posted(
        QUICK, step="send", key=found[1], numbers=PHONE, body="順番が来ました", certain="yes"
    )
    taken = time.monotonic() - pressed
    assert re.search(r"/send/done/\d+/$", answer.url), answer.url
    # Shown with `pytest -s`, not asserted: a busy machine is no failure.
    print(f"a send without Redis: {taken:.1f} s")
    state = (
        "SELECT message.state FROM messaging_message AS message "
        "JOIN messaging_messagetext AS text ON text.message_id = message.id WHERE text.phone = %s"
    )
    assert stack.rows(state, PHONE) == [("scheduled",)]
    stack.start("worker-urgent", "worker-upkeep", "beat")
    stack.wait_for(lambda: stack.rows(state, PHONE) == [("delivered",)], "delivered")
    assert [message["text"] for message in stack.handset(PHONE)] == ["順番が来ました"]
