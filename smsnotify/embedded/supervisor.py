"""Keeps processes running, starts again whichever dies, and ends them all, whatever happens to itself."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from smsnotify.embedded import undertaker
from smsnotify.embedded.ending import Ending
from smsnotify.embedded.program import Program, end_group, how_it_ended, put_large_log_aside, start
from smsnotify.embedded.refusal import Refused, last_lines

GRACE = 10.0  # seconds between the polite signal and SIGKILL: a worker finishes what it handed over
_LONGEST_WAIT = 30.0  # seconds between two starts of what dies again and again
_HOPELESS = 4  # deaths in a row; after a kill PostgreSQL may need a second try, until its children are gone
_STEADY = 30.0  # seconds after which a process counts as well again


@dataclass
class Running:
    """A started program. `deaths` in a row, and while it is dead the time of its next start."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    due: float | None = None


class Supervisor:
    """Enter it, begin programs, call `pause` as long as they shall run. Leaving it ends them, servers last.

    Raises nothing for a program that dies: it says a word and starts it again after a short, growing wait.
    """

    def __init__(
        self, *, ending: Ending, say: Callable[[str], None], lock: int | None = None, grace: float = GRACE
    ) -> None:
        """`lock`: a file descriptor, kept open until the last process is gone, even if this one is killed."""
        self.running: list[Running] = []
        self._ending = ending
        self._say = say
        self._lock = lock
        self._grace = grace

    def __enter__(self) -> Self:
        told, self._telling = os.pipe()
        self._undertaker = subprocess.Popen(
            (sys.executable, "-I", "-S", undertaker.__file__, str(self._grace)),
            stdin=told,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=() if self._lock is None else (self._lock,),
        )
        os.close(told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end([running for running in self.running if not running.program.serves])
        self._end([running for running in self.running if running.program.serves])
        os.close(self._telling)
        self._undertaker.wait()

    def begin(self, program: Program) -> None:
        """Starts it and keeps it running. Raises Refused when it cannot be started at all."""
        put_large_log_aside(program.log)
        self.running.append(Running(program, self._started(program), time.monotonic()))

    def once(self, program: Program) -> int:
        """Runs it to its end and gives its exit code; the others are looked after meanwhile."""
        put_large_log_aside(program.log)
        process = self._started(program)
        try:
            while (code := process.poll()) is None:
                self.pause(0.05)
            return code
        finally:
            self._end([Running(program, process, time.monotonic())])

    def pause(self, seconds: float) -> None:
        """Lets time pass, looking after everybody. Raises EndAsked when somebody asks for the end."""
        until = time.monotonic() + seconds
        while True:
            self._ending.check()
            self.tend()
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.1))

    def tend(self) -> None:
        """One look at everybody: notes who died, starts again who has waited long enough."""
        now = time.monotonic()
        for running in self.running:
            code = running.process.poll()
            if code is None:
                if running.deaths and now - running.started > _STEADY:
                    running.deaths = 0
            elif running.due is None:
                self._note_death(running, code)
            elif now >= running.due:
                running.process = self._started(running.program)
                running.started, running.due = now, None

    def refuse_hopeless(self) -> None:
        """Raises Refused when a program died again and again: its next try will not be better."""
        for running in self.running:
            if running.deaths >= _HOPELESS:
                raise Refused(f"{running.program.name} does not start. {last_lines(running.program.log)}")

    @property
    def pids(self) -> set[int]:
        """All that it started and looks after."""
        return {self._undertaker.pid, *(running.process.pid for running in self.running)}

    def remove_at_the_end(self, folder: Path) -> None:
        """The folder goes when all have ended, even when the supervisor itself was killed."""
        self._tell(f"folder {folder}")

    def _started(self, program: Program) -> subprocess.Popen[bytes]:
        try:
            process = start(program)
        except OSError as problem:
            raise Refused(f"{program.name} cannot be started: {problem}") from problem
        except subprocess.SubprocessError as problem:
            raise Refused(
                f"{program.name} refuses to run as root, and this root may not become another user with a way to"
                " the files. Start as an ordinary user, or set DATABASE_URL to a PostgreSQL elsewhere."
            ) from problem
        self._tell(f"begin {process.pid} {int(program.ending)}")
        return process

    def _note_death(self, running: Running, code: int) -> None:
        end_group(running.process)
        self._tell(f"gone {running.process.pid}")
        wait = min(0.5 * 2**running.deaths, _LONGEST_WAIT)
        running.deaths += 1
        running.due = time.monotonic() + wait
        self._say(
            f"{running.program.name} {how_it_ended(code)}; it is started again in {wait:g} s."
            f" Its log: {os.path.relpath(running.program.log)}"
        )

    def _end(self, leaving: list[Running]) -> None:
        for running in leaving:
            if running.process.poll() is None:
                running.process.send_signal(running.program.ending)
        until = time.monotonic() + self._grace
        while any(running.process.poll() is None for running in leaving):
            if time.monotonic() > until or self._ending.urgent:
                for running in leaving:
                    running.process.kill()
            time.sleep(0.02)
        for running in leaving:
            end_group(running.process)
            self._tell(f"gone {running.process.pid}")

    def _tell(self, line: str) -> None:
        # Somebody may have killed the undertaker; the children still die with us, by prctl.
        with suppress(BrokenPipeError):
            os.write(self._telling, f"{line}\n".encode())
