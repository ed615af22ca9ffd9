"""The processes of a development installation: those of docker-compose.yml, and the simulator."""

import sys
from collections.abc import Mapping

from smsnotify.embedded.paths import PROJECT, Places
from smsnotify.embedded.ports import Listeners
from smsnotify.embedded.program import Program

_PYTHON = (sys.executable, "-m")
_LANES = ("urgent", "bulk", "upkeep")
# Of granian, as in the Dockerfile. Its own default is 256 threads a worker, each with a connection to the database.
# Taps on links that wait at the same moment share a commit: the more threads, the less each of them costs.
WEB_OPTIONS = (
    *("--interface", "wsgi", "--workers", "2", "--no-ws", "--blocking-threads", "32"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
)


def development_environment(environment: Mapping[str, str], *, listeners: Listeners) -> dict[str, str]:
    """What the settings read, for development; whatever is set already stays."""
    ours = {
        "DEMO": "true",
        "ALLOWED_HOSTS": ",".join(listeners.names),
        "BASE_URL": listeners.base_url,
        # Logs are files here: a line must be in them when somebody looks.
        "PYTHONUNBUFFERED": "1",
    }
    return ours | dict(environment)


def preparations(
    places: Places, environment: Mapping[str, str], *, listeners: Listeners
) -> tuple[Program, ...]:
    """Run to their end, in this order, before anything is started."""
    commands = {
        "translations": (*_PYTHON, "smsnotify.catalogues", "compile"),
        "migrate": (sys.executable, "manage.py", "migrate", "--noinput"),
        "load-demo": (
            *(sys.executable, "manage.py", "load_demo", "--lived-in"),
            *("--simulator-url", listeners.simulator_url),
        ),
    }
    return tuple(_program(places, environment, name, *argv) for name, argv in commands.items())


def processes(places: Places, environment: Mapping[str, str], *, listeners: Listeners) -> tuple[Program, ...]:
    """Kept running until the end."""
    schedule = places.data / "beat" / "schedule"
    commands = {
        "simulator": (
            *(*_PYTHON, "simulator", "--host", listeners.bind, "--port", str(listeners.simulator_port)),
            *("--data", str(places.data / "simulator")),
        ),
        "web": (
            *(*_PYTHON, "granian", *WEB_OPTIONS),
            *("--host", listeners.bind, "--port", str(listeners.port)),
            "smsnotify.wsgi:application",
        ),
        **{f"worker-{lane}": _worker(lane) for lane in _LANES},
        "beat": (
            *(*_PYTHON, "celery", "-A", "smsnotify", "beat", "--loglevel", "WARNING"),
            # No pid file: after a SIGKILL it would keep the next one from starting.
            *("--schedule", str(schedule), "--pidfile", ""),
        ),
    }
    return tuple(_program(places, environment, name, *argv) for name, argv in commands.items())


def _worker(lane: str) -> tuple[str, ...]:
    return (
        *(*_PYTHON, "celery", "-A", "smsnotify", "worker", "--queues", lane, "--hostname", f"{lane}@%h"),
        # Gossip and mingle are for workers that talk to each other; ours talk to PostgreSQL.
        *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    )


def _program(places: Places, environment: Mapping[str, str], name: str, *argv: str) -> Program:
    return Program(name=name, argv=argv, environment=environment, folder=PROJECT, log=places.log(name))
