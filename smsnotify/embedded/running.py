"""`make run`: servers, preparations, processes, and a word when people can sign in."""

import http.client
import os
import time
from collections.abc import Callable
from contextlib import suppress

from smsnotify.embedded.command import lasting_environment
from smsnotify.embedded.development import preparations, processes
from smsnotify.embedded.ending import EndAsked, Ending
from smsnotify.embedded.folders import make_folders
from smsnotify.embedded.lock import Lock, taken
from smsnotify.embedded.orphans import end_orphans, reap_orphans
from smsnotify.embedded.paths import PROJECT, Places
from smsnotify.embedded.ports import Listeners, listeners_of, refuse_taken
from smsnotify.embedded.program import Program
from smsnotify.embedded.refusal import Refused, last_lines
from smsnotify.embedded.servers import begin_servers
from smsnotify.embedded.supervisor import Supervisor

_READY_WITHIN = 120.0  # seconds

_WELCOME = """
smsnotify is ready:           {base_url}
The simulated handsets are at {simulator_url}

Sign in (password smsnotify-demo) as
  owner@sakura-auto.example    manager@sakura-auto.example    staff@sakura-auto.example
  owner@midori-estate.example  manager@midori-estate.example  staff@midori-estate.example

Logs: {logs}/   Ctrl-C ends everything.
"""


def run(places: Places, *, say: Callable[[str], None]) -> int:
    """Runs the installation until somebody ends it. Gives the exit code; raises Refused."""
    listeners = listeners_of(os.environ)
    make_folders(places)
    lock = taken(places.lock)
    if not isinstance(lock, Lock):
        raise Refused(f"smsnotify already runs from this folder (process {lock}).")
    refuse_taken(listeners)
    ending = Ending()
    with lock, ending, Supervisor(ending=ending, say=say, lock=lock.number) as supervisor:
        try:
            _start(places, listeners=listeners, supervisor=supervisor, say=say)
            while True:
                supervisor.pause(1)
                reap_orphans(sparing=supervisor.pids)
        except EndAsked:
            say("\nEnding ... (again to end at once)")
    end_orphans(sparing=())
    say("Ended.")
    return 0


def _start(
    places: Places, *, listeners: Listeners, supervisor: Supervisor, say: Callable[[str], None]
) -> None:
    say("Starting PostgreSQL and Redis ...")
    begin_servers(os.environ, places=places, lasting=True, supervisor=supervisor, say=say)
    environment = lasting_environment(places)
    for preparation in preparations(places, environment, listeners=listeners):
        _prepare(preparation, supervisor=supervisor, say=say)
    say("Starting web, workers, beat and simulator ...")
    for folder in ("beat", "simulator"):
        (places.data / folder).mkdir(exist_ok=True)
    for process in processes(places, environment, listeners=listeners):
        supervisor.begin(process)
    _wait_until_ready(places, listeners=listeners, supervisor=supervisor)
    logs = os.path.relpath(places.logs, PROJECT)
    say(_WELCOME.format(base_url=listeners.base_url, simulator_url=listeners.simulator_url, logs=logs))


def _prepare(preparation: Program, *, supervisor: Supervisor, say: Callable[[str], None]) -> None:
    say(f"{preparation.name} ...")
    code = supervisor.once(preparation)
    if code != 0:
        raise Refused(f"{preparation.name} failed ({code}). {last_lines(preparation.log)}")


def _wait_until_ready(places: Places, *, listeners: Listeners, supervisor: Supervisor) -> None:
    until = time.monotonic() + _READY_WITHIN
    while True:
        supervisor.pause(0.25)
        supervisor.refuse_hopeless()
        status, answer = _answer(listeners)
        if status == 200:
            return
        if time.monotonic() > until:
            raise Refused(
                f"{listeners.base_url}/readyz did not say yes within {_READY_WITHIN:g} s;"
                f" its last word: {answer}\n{last_lines(places.log('web'))}"
            )


def _answer(listeners: Listeners) -> tuple[int, str]:
    """Status and text of /readyz; 0 and why when there is none. Past any proxy of the environment."""
    problem = "nobody answered"
    connection = http.client.HTTPConnection(listeners.reach, listeners.port, timeout=5)
    with suppress(ConnectionRefusedError):
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            return response.status, f"{response.status} {response.read(2000).decode(errors='replace')}"
        except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
            problem = repr(error)
        finally:
            connection.close()
    return 0, problem
