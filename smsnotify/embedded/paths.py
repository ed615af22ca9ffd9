"""Where data, logs and sockets lie. Pure: nothing here touches the disk."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from smsnotify.embedded.refusal import Refused

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 103  # sockaddr_un: 104 bytes on macOS (108 on Linux), one of them the closing zero
POSTGRES_PORT = 5432  # no network port: the number in the name of the socket's file


@dataclass(frozen=True, kw_only=True)
class Places:
    """All places of one installation: `data` outlives a start, `runtime` (sockets) does not."""

    data: Path
    runtime: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def redis(self) -> Path:
        return self.data / "redis"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def lock(self) -> Path:
        return self.data / "running.lock"

    @property
    def postgres_sockets(self) -> Path:
        return self.runtime / "postgres"

    @property
    def redis_socket(self) -> Path:
        return self.runtime / "redis.sock"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    @property
    def database_url(self) -> str:
        """libpq's form for a socket. django-environ leaves it quoted, so the settings unquote it."""
        return f"postgres://smsnotify@{quote(str(self.postgres_sockets), safe='')}/smsnotify"

    @property
    def redis_url(self) -> str:
        """Celery's form. redis-py itself says `unix://` for the same socket."""
        return f"redis+socket://{quote(str(self.redis_socket))}"


def places_of(project: Path, *, uid: int, temporary: Path = Path("/tmp")) -> Places:  # noqa: S108
    """The lasting places of a checkout: the same ones at every start, other ones for another user or folder.

    The sockets are not in var/, because a checkout's path may be longer than a socket's path can be.
    Raises Refused when even `temporary` is too long a name.
    """
    mark = hashlib.sha256(str(project).encode()).hexdigest()[:12]
    return _checked(Places(data=project / "var", runtime=temporary / f"smsnotify-{uid}-{mark}"))


def places_inside(folder: Path) -> Places:
    """Places of servers for one command: all in one folder. Raises Refused when its name is too long."""
    return _checked(Places(data=folder, runtime=folder / "run"))


def _checked(places: Places) -> Places:
    sockets = (places.postgres_sockets / f".s.PGSQL.{POSTGRES_PORT}", places.redis_socket)
    longest = max(sockets, key=lambda path: len(bytes(path)))
    if len(bytes(longest)) > LONGEST_SOCKET_PATH:
        raise Refused(
            f"A socket's path may have {LONGEST_SOCKET_PATH} bytes, and {longest} has {len(bytes(longest))}."
            " Set TMPDIR to a folder with a shorter name."
        )
    return places
