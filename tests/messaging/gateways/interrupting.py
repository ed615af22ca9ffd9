"""`python -m tests.messaging.gateways.interrupting URL`: asks for six things, two at once, until SIGUSR1.

Says "interrupted", and ends when the last thread has ended what it was about.
"""

import signal
import sys

from messaging.gateways.parallel import Request, exchange_all


class Interrupted(Exception):
    pass


def interrupt(*_: object) -> None:
    raise Interrupted


def main() -> int:
    signal.signal(signal.SIGUSR1, interrupt)
    try:
        exchange_all([Request("GET", f"{sys.argv[1]}/{place}", {}) for place in range(6)], concurrency=2)
    except Interrupted:
        sys.stdout.write("interrupted\n")
        sys.stdout.flush()
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
