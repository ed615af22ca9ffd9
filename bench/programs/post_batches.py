"""The bare loop beside the hand-over: the same batches by the product's HTTP helper, and no state anywhere."""

import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any

from bench.options import options_of
from bench.phones import phone_of
from bench.planted import TEXT
from messaging.gateways.line import Answer, exchange
from messaging.gateways.parallel import Request, exchange_all
from messaging.models import GatewayAccount
from messaging.queries.gateways import gateway_of

_HEADERS = {"Authorization": "Bearer bare-loop"}


def main(arguments: Sequence[str]) -> dict[str, float]:
    """`count` messages by the line of the planted store, as many of them together and as many batches at once as it
    can, but no more than `streams` batches; messages a second.

    `singly` 0: a request for each batch. 1: a request for each message, those of a batch all at once.
    """
    asked = options_of(arguments, count=int, streams=int, singly=int)
    account = GatewayAccount.objects.order_by("id")[0]
    url, capabilities = str(account.settings["url"]), gateway_of(account).capabilities
    batch, streams = capabilities.largest_batch, min(asked.streams, capabilities.parallel_requests)
    starts: SimpleQueue[int] = SimpleQueue()
    for start in range(0, asked.count, batch):
        starts.put(start)
    post = _post_singly if asked.singly else _post_together
    began = time.monotonic()
    with ThreadPoolExecutor(streams) as threads:
        posting = [threads.submit(_post_all, post, url, starts, batch, asked.count) for _ in range(streams)]
        for one in posting:
            one.result()
    return {"rate": asked.count / (time.monotonic() - began)}


def _post_all(post: Any, url: str, starts: SimpleQueue[int], batch: int, count: int) -> None:
    while True:
        try:
            start = starts.get_nowait()
        except Empty:
            return
        post(url, _messages(range(start, min(start + batch, count))))


def _post_together(url: str, messages: list[dict[str, str]]) -> None:
    content = {"from": "SMSNOTIFY", "messages": messages}
    _refuse_bad(exchange(method="POST", url=f"{url}/v1/batches", headers=_HEADERS, json=content))


def _post_singly(url: str, messages: list[dict[str, str]]) -> None:
    requests = [
        Request("POST", f"{url}/v1/messages", _HEADERS, {"from": "SMSNOTIFY"} | one) for one in messages
    ]
    for answer in exchange_all(requests):
        _refuse_bad(answer)


def _refuse_bad(answer: object) -> None:
    if not isinstance(answer, Answer) or answer.status != 202:
        raise RuntimeError(f"the simulator answered {answer!r}")


def _messages(people: range) -> list[dict[str, str]]:
    return [{"to": phone_of(person), "text": TEXT, "reference": uuid.uuid4().hex} for person in people]
