"""`python -m simulator`: one process with the provider's API and the handsets."""

import argparse
import asyncio
import errno
import gc
import logging
import os
import signal
import socket
import sys
from pathlib import Path

from aiohttp import web

from simulator.app import application
from simulator.exchange import Exchange
from simulator.journal import Journal, JournalError
from simulator.receipts import Patience

# What a request in work may still take once the process is asked to end.
_LAST_SECONDS = 1.0

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The simulator cannot start; the text is one line for the person at the terminal."""


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="simulator: %(message)s", stream=sys.stderr)
    try:
        options = _options()
        listener = _listener(options.host, options.port)
        asyncio.run(_serve(listener, Path(options.data), _patience(options)))
    except (StartError, JournalError) as error:
        _log.error("%s", error)
        return 1
    except KeyboardInterrupt:
        # Only before the signal handlers stand: nothing has been accepted yet.
        return 130
    return 0


async def _serve(listener: socket.socket, folder: Path, patience: Patience) -> None:
    """Runs until SIGTERM or SIGINT."""
    ending = asyncio.Event()
    exchange = Exchange(Journal(folder), patience)
    try:
        exchange.resume()
        _tune_collector()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.set)
        runner = web.AppRunner(application(exchange, ending), access_log=None)
        await runner.setup()
        await web.SockSite(runner, listener, shutdown_timeout=_LAST_SECONDS).start()
        host, port = listener.getsockname()[:2]
        _log.info("http://%s:%d/ (data in %s)", host, port, folder)
        await ending.wait()
        await runner.cleanup()
    finally:
        await exchange.close()


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=1024)
    except OverflowError as error:
        raise StartError(f"{port} is no port number") from error
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "the port is already in use" if taken else error.strerror
        raise StartError(
            f"cannot listen on {host}:{port}: {reason}; choose another with --port or SIMULATOR_PORT"
        ) from error


def _tune_collector() -> None:
    """What is remembered holds no circles: looking through a million messages for them again and again would
    only cost time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _options() -> argparse.Namespace:
    port = os.environ.get("SIMULATOR_PORT") or "8001"
    if not port.isdecimal():
        raise StartError(f"SIMULATOR_PORT is no port number: {port}")
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument(
        "--port", type=int, default=int(port), help="port, 0 for a free one (SIMULATOR_PORT, 8001)"
    )
    parser.add_argument(
        "--data",
        default=os.environ.get("SIMULATOR_DATA") or "var/simulator",
        help="folder of the journal (SIMULATOR_DATA, var/simulator)",
    )
    patience = Patience()
    for name, value, meaning in (
        ("first", patience.first, "pause before a push is repeated, then doubled"),
        ("longest", patience.longest, "longest such pause"),
        ("give-up", patience.give_up, "no further attempt after"),
    ):
        parser.add_argument(
            f"--retry-{name}", type=float, default=value, help=f"{meaning}, in seconds (default %(default)g)"
        )
    return parser.parse_args()


def _patience(options: argparse.Namespace) -> Patience:
    return Patience(options.retry_first, options.retry_longest, options.retry_give_up)


if __name__ == "__main__":
    sys.exit(main())
