"""Reports that every accepted message was delivered, POSTed as the simulator does it, from several connections."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import cycle, islice
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from django.db import connection
from django.urls import reverse

from bench.options import options_of
from messaging.models import GatewayAccount
from messaging.sealing import unsealed

# As many as the simulator has open for one address.
_CONNECTIONS = 4

_ACCEPTED = """
SELECT attempt.reference, text.phone FROM messaging_attempt AS attempt
JOIN messaging_messagetext AS text ON text.message_id = attempt.message_id
ORDER BY attempt.message_id LIMIT %s
"""


def main(arguments: Sequence[str]) -> dict[str, float]:
    """`count` receipts in bodies of `size`; posted again from the first on until there were `posts` requests.

    Gives the moment of the first request and how many a second were answered 204.
    """
    asked = options_of(arguments, url=str, count=int, size=int, posts=int)
    account = GatewayAccount.objects.order_by("id")[0]
    path = reverse("gateway_receipts", args=[account.key])
    token = unsealed(account.sealed_secrets)["token"]
    bodies = list(_bodies(asked.count, asked.size))
    waiting: SimpleQueue[bytes] = SimpleQueue()
    for body in islice(cycle(bodies), asked.posts or len(bodies)):
        waiting.put(body)
    posts, began_at, began = waiting.qsize(), time.time(), time.monotonic()
    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        posting = [threads.submit(_post_all, asked.url, path, token, waiting) for _ in range(_CONNECTIONS)]
        for one in posting:
            one.result()
    return {"began_at": began_at, "posts_a_second": posts / (time.monotonic() - began)}


def _bodies(count: int, size: int) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPTED, [count])
        rows = cursor.fetchall()
    at = datetime.now(UTC).isoformat()
    for start in range(0, len(rows), size):
        reports = [
            {
                "id": reference,
                "reference": reference,
                "to": phone,
                "status": "delivered",
                "code": "ok",
                "carrier": "docomo",
                "parts": 1,
                "at": at,
            }
            for reference, phone in rows[start : start + size]
        ]
        yield json.dumps({"reports": reports}).encode()


def _post_all(url: str, path: str, token: str, waiting: SimpleQueue[bytes]) -> None:
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    while True:
        try:
            body = waiting.get_nowait()
        except Empty:
            return
        stamp = str(int(time.time()))
        signature = hmac.new(token.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Simulator-Timestamp": stamp,
            "X-Simulator-Signature": signature,
        }
        line.request("POST", path, body=body, headers=headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 204:
            raise RuntimeError(f"the receipts' address answered {answer.status}")
