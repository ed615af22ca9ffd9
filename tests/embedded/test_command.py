"""`python -m smsnotify.embedded exec --ephemeral`, as `make test` uses it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from smsnotify.embedded.paths import PROJECT
from tests.embedded.processes import alive, numbers, within

EMBEDDED = (sys.executable, "-m", "smsnotify.embedded", "exec", "--ephemeral", "--")

ASK_BOTH = """
import os, psycopg, redis, sys
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SELECT current_database(), current_setting('fsync')").fetchone())
with redis.Redis.from_url(os.environ["REDIS_URL"].replace("redis+socket://", "unix://")) as client:
    print(client.ping(), client.config_get("appendonly"))
print(bool(os.environ["SECRET_KEY"]), bool(os.environ["FIELD_KEYS"]), os.environ.get("PGPORT"))
sys.exit(7)
"""

# Says its own number, PostgreSQL's and where the data are, then waits.
WAIT = """
import os, pathlib, sys, time, urllib.parse
sockets = urllib.parse.unquote(os.environ["DATABASE_URL"].partition("@")[2].rpartition("/")[0])
folder = pathlib.Path(sockets).parents[1]
server = (folder / "postgres" / "postmaster.pid").read_text().split()[0]
pathlib.Path(sys.argv[1]).with_suffix(".part").write_text(f"{os.getpid()} {server}")
pathlib.Path(sys.argv[2]).write_text(str(folder))
os.rename(pathlib.Path(sys.argv[1]).with_suffix(".part"), sys.argv[1])
time.sleep(60)
"""


def test_a_command_finds_both_servers_and_its_exit_code_comes_back(bare_environment: dict[str, str]) -> None:
    done = subprocess.run(
        (*EMBEDDED, sys.executable, "-c", ASK_BOTH),
        cwd=PROJECT,
        env={**bare_environment, "PGPORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout.splitlines() == [
        "('smsnotify', 'off')",
        "True {'appendonly': 'no'}",
        "True True None",
    ]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_ending_it_ends_the_command_and_the_servers_and_removes_the_data(
    tmp_path: Path, bare_environment: dict[str, str], ending: signal.Signals
) -> None:
    pids, where = tmp_path / "numbers", tmp_path / "folder"
    # A session of its own, as in CI: no terminal passes Ctrl-C to the command.
    running = subprocess.Popen(
        (*EMBEDDED, sys.executable, "-c", WAIT, str(pids), str(where)),
        cwd=PROJECT,
        env=bare_environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert within(60, pids.exists)
    family = numbers(pids, count=2)
    assert [alive(pid) for pid in family] == [True, True]

    os.kill(running.pid, ending)

    expected = -ending if ending == signal.SIGKILL else 128 + ending
    assert running.wait(timeout=20) == expected
    assert within(15, lambda: not any(alive(pid) for pid in family))
    assert within(20, lambda: not Path(where.read_text()).exists())


def test_what_a_killed_command_started_in_sessions_of_its_own_is_ended_too(
    tmp_path: Path, bare_environment: dict[str, str]
) -> None:
    pids = tmp_path / "numbers"
    leave_one = (
        "import os, pathlib, signal, subprocess, sys;"
        "left = subprocess.Popen((sys.executable, '-c', 'import time; time.sleep(60)'), start_new_session=True);"
        "pathlib.Path(sys.argv[1]).write_text(str(left.pid));"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        (*EMBEDDED, sys.executable, "-c", leave_one, str(pids)),
        cwd=PROJECT,
        env=bare_environment,
        check=False,
    )

    assert done.returncode == 128 + signal.SIGKILL
    assert [alive(pid) for pid in numbers(pids, count=1)] == [False]


def test_outside_servers_are_used_and_asked_first(bare_environment: dict[str, str]) -> None:
    outside = {"DATABASE_URL": "postgres://me:geheim@127.0.0.1:1/shop", "REDIS_URL": "redis://127.0.0.1:1"}
    done = subprocess.run(
        (*EMBEDDED, "true"),
        cwd=PROJECT,
        env=bare_environment | outside,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(
        "smsnotify: The database of DATABASE_URL (127.0.0.1:1/shop) cannot be used:"
    )
    assert "geheim" not in done.stderr


def test_a_command_that_does_not_exist_is_refused_before_anything_starts(
    bare_environment: dict[str, str],
) -> None:
    done = subprocess.run(
        (*EMBEDDED, "no-such-command"),
        cwd=PROJECT,
        env=bare_environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "smsnotify: There is no command no-such-command.\n")
