"""`python -m tests.messaging.gateways.forking URL`: exchanges before and after a fork; exit code 0 when all got
their answers in both processes."""

import os
import sys

from messaging.gateways.line import Answer, Patience
from messaging.gateways.parallel import Request, exchange_all


def all_answered(url: str) -> bool:
    asked = [Request("GET", url, {})] * 4
    # Long enough that the child would use its parent's connections, had it kept them.
    told = exchange_all(asked, concurrency=4, patience=Patience(idle=60))
    return all(isinstance(one, Answer) for one in told)


def main() -> int:
    url = sys.argv[1]
    before = all_answered(f"{url}/before")
    child = os.fork()
    if child == 0:
        os._exit(0 if all_answered(f"{url}/child") else 1)
    _, status = os.waitpid(child, 0)
    return 0 if before and status == 0 and all_answered(f"{url}/after") else 1


if __name__ == "__main__":
    sys.exit(main())
