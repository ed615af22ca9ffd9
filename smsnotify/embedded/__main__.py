"""Command line of the set-up: `python -m smsnotify.embedded --help`."""

import argparse
import os
import shlex
import signal
import sys
from collections.abc import Sequence

from smsnotify.embedded import chromium, command, running
from smsnotify.embedded.ending import EndAsked
from smsnotify.embedded.paths import PROJECT, places_of
from smsnotify.embedded.prctl import adopt_orphans, end_with_parent
from smsnotify.embedded.refusal import Refused

_EXPORTED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "DEMO", "ALLOWED_HOSTS", "BASE_URL")


def main(arguments: Sequence[str] | None = None) -> int:
    """Gives the exit code: 1 with a word on standard error when something is refused, 128 + n for signal n."""
    chosen = _parser().parse_args(arguments)
    if chosen.end_with_parent:
        end_with_parent(signal.SIGTERM, parent=os.getppid())
    adopt_orphans()
    try:
        return _carry_out(chosen)
    except Refused as refused:
        print(f"smsnotify: {refused}", file=sys.stderr)
        return 1
    except EndAsked as asked:
        return 128 + asked.signal
    except KeyboardInterrupt:  # before anything was started
        return 128 + signal.SIGINT


def _carry_out(chosen: argparse.Namespace) -> int:
    if chosen.action == "chromium":
        print(chromium.set_up(say=_tell) or "")
        return 0
    if chosen.action == "exec" and chosen.ephemeral:
        return command.run_apart(chosen.command, lasting=chosen.durable, say=_tell)
    places = places_of(PROJECT, uid=os.geteuid())
    if chosen.action == "exec":
        return command.run_beside(chosen.command, places=places, say=_tell)
    if chosen.action == "shell-env":
        environment = command.lasting_environment(places)
        for name in _EXPORTED:
            if name in environment:
                print(f"export {name}={shlex.quote(environment[name])}")
        return 0
    return running.run(places, say=lambda line: print(line, flush=True))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m smsnotify.embedded", description=__doc__)
    parser.add_argument(
        "--end-with-parent", action="store_true", help="end when the process that started this one is gone"
    )
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("run", help="run everything: what `make run` does")
    run_one = actions.add_parser(
        "exec",
        help="run COMMAND with PostgreSQL and Redis behind it (DATABASE_URL, REDIS_URL), give its exit code",
    )
    run_one.add_argument(
        "--ephemeral", action="store_true", help="servers of its own, thrown away afterwards"
    )
    run_one.add_argument(
        "--durable", action="store_true", help="with --ephemeral: they wait for the disk (make bench)"
    )
    run_one.add_argument("command", nargs="+", metavar="COMMAND")
    actions.add_parser("shell-env", help="print the environment of `run` as shell commands, for eval")
    actions.add_parser(
        "chromium", help="find Chromium, or install it where that is allowed; print its path, if any"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
