import subprocess
import sys
from pathlib import Path

from smsnotify.embedded.lock import Lock, taken
from smsnotify.embedded.paths import PROJECT
from tests.embedded.processes import numbers

HOLD = """
import sys, time
from pathlib import Path
from smsnotify.embedded.lock import Lock, taken
with taken(Path(sys.argv[1])):
    time.sleep(60)
"""


def test_a_lock_names_its_owner_and_is_free_when_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "running.lock"
    holder = subprocess.Popen((sys.executable, "-c", HOLD, str(path)), cwd=PROJECT)
    (owner,) = numbers(path, count=1)

    assert taken(path) == owner == holder.pid

    holder.kill()  # and nobody has asked how it ended: a zombie owns nothing
    lock = taken(path)
    assert isinstance(lock, Lock)
    with lock:
        pass
    holder.wait()


def test_a_lock_that_was_left_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        lock = taken(tmp_path / "running.lock")
        assert isinstance(lock, Lock)
        with lock:
            pass
