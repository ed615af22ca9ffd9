import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smsnotify.embedded.ending import EndAsked, Ending
from smsnotify.embedded.paths import PROJECT
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.supervisor import Supervisor
from tests.embedded.processes import FAMILY, alive, numbers, python, within

SUPERVISE = """
import sys
import time
from pathlib import Path
from smsnotify.embedded.ending import Ending
from smsnotify.embedded.supervisor import Supervisor
from tests.embedded.processes import python
folder = Path(sys.argv[1])
ending = Ending()
with ending, Supervisor(ending=ending, say=print, grace=1.0) as supervisor:
    supervisor.remove_at_the_end(folder / "thrown-away")
    supervisor.begin(python(folder, sys.argv[2]))
    supervisor.pause(60)
"""


def _supervising(folder: Path, code: str) -> subprocess.Popen[bytes]:
    (folder / "thrown-away").mkdir()
    return subprocess.Popen(
        (sys.executable, "-c", SUPERVISE, str(folder), code), cwd=PROJECT, stderr=subprocess.DEVNULL
    )


def test_whoever_dies_is_started_again_with_a_word(
    supervisor: Supervisor, folder: Path, said: list[str]
) -> None:
    code = "import os, time; open('numbers', 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
    supervisor.begin(python(folder, code))
    (first,) = numbers(folder / "numbers", count=1)
    os.kill(first, signal.SIGKILL)

    supervisor.pause(1.0)

    assert said == [
        "child was ended by SIGKILL; it is started again in 0.5 s."
        f" Its log: {os.path.relpath(folder / 'child.log')}"
    ]
    _, second = numbers(folder / "numbers", count=2)
    assert alive(second)


def test_who_dies_again_and_again_waits_longer_each_time_and_is_refused_with_its_log(
    supervisor: Supervisor, folder: Path, said: list[str]
) -> None:
    supervisor.begin(python(folder, "print('no such table'); raise SystemExit(3)"))

    supervisor.refuse_hopeless()
    until = time.monotonic() + 60
    while len(said) < 4 and time.monotonic() < until:
        supervisor.pause(0.05)
    with pytest.raises(Refused) as refused:
        supervisor.refuse_hopeless()

    waits = [re.findall(r"ended with 3; it is started again in (\S+) s", word) for word in said]
    assert waits == [["0.5"], ["1"], ["2"], ["4"]]
    log = folder / "child.log"
    lines = "\n".join(["    no such table"] * 4)
    assert str(refused.value) == f"child does not start. The end of {log}:\n{lines}"


def test_what_a_dead_leader_leaves_behind_is_ended_before_it_is_started_again(
    supervisor: Supervisor, folder: Path
) -> None:
    supervisor.begin(python(folder, FAMILY.format(stubborn=False)))
    leader, grandchild = numbers(folder / "numbers", count=2)
    os.kill(leader, signal.SIGKILL)

    def gone() -> bool:
        supervisor.pause(0.05)
        return not alive(grandchild)

    assert within(20, gone)


@pytest.mark.parametrize("stubborn", [False, True])
def test_leaving_ends_children_and_grandchildren(folder: Path, stubborn: bool) -> None:
    with Supervisor(ending=Ending(), say=print, grace=0.5) as supervisor:
        supervisor.begin(python(folder, FAMILY.format(stubborn=stubborn)))
        family = numbers(folder / "numbers", count=2)
        assert [alive(pid) for pid in family] == [True, True]

    assert within(20, lambda: not any(alive(pid) for pid in family))


def test_servers_are_ended_after_those_that_need_them(folder: Path) -> None:
    says_when = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    time.sleep({wait}); open('order', 'a').write('{name} '); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); open('{name}', 'w').close(); time.sleep(60)"
    )
    with Supervisor(ending=Ending(), say=print) as supervisor:
        server = says_when.format(name="server", wait=0)
        supervisor.begin(python(folder, server, name="server", serves=True))
        supervisor.begin(python(folder, says_when.format(name="worker", wait=0.3), name="worker"))
        assert within(20, lambda: (folder / "server").exists() and (folder / "worker").exists())

    assert (folder / "order").read_text() == "worker server "


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_a_request_answered_at_the_next_pause(number: signal.Signals) -> None:
    ending = Ending()
    with ending, Supervisor(ending=ending, say=print) as supervisor:
        os.kill(os.getpid(), number)
        with pytest.raises(EndAsked) as asked:
            supervisor.pause(5)

    assert asked.value.signal == number


def test_a_supervisor_killed_outright_leaves_nobody_and_no_folder(folder: Path) -> None:
    supervising = _supervising(folder, FAMILY.format(stubborn=True))
    family = numbers(folder / "numbers", count=2)

    supervising.kill()
    supervising.wait()

    assert within(20, lambda: not any(alive(pid) for pid in family))
    assert within(20, lambda: not (folder / "thrown-away").exists())


def test_a_child_dies_with_its_supervisor_even_when_the_undertaker_is_dead_too(folder: Path) -> None:
    supervising = _supervising(folder, FAMILY.format(stubborn=False))
    child, _grandchild = family = numbers(folder / "numbers", count=2)
    children = Path(f"/proc/{supervising.pid}/task/{supervising.pid}/children").read_text().split()
    (undertaker,) = {int(pid) for pid in children} - {child}
    os.kill(undertaker, signal.SIGKILL)

    supervising.kill()
    supervising.wait()

    assert within(20, lambda: not alive(child))
    os.kill(family[1], signal.SIGKILL)


def test_what_cannot_be_started_is_named(supervisor: Supervisor, folder: Path) -> None:
    program = python(folder, "")
    missing = type(program)(
        name="web", argv=("/no/such/program",), environment={}, folder=folder, log=program.log
    )

    with pytest.raises(Refused) as refused:
        supervisor.begin(missing)

    assert str(refused.value) == (
        "web cannot be started: [Errno 2] No such file or directory: '/no/such/program'"
    )
