"""Whom PostgreSQL runs as. It refuses root, and a fresh container has nobody else to offer but `nobody`."""

import os
import pwd
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smsnotify.embedded.folders import hand_over
from smsnotify.embedded.refusal import Refused


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Another user to become, and whether permissions on the way to the files must be passed over."""

    uid: int
    gid: int
    through_closed_folders: bool


def identity_for(data: Path, *, programs: Path) -> Identity | None:
    """None: as ourselves. For root the owner of existing data, else `nobody`.

    `nobody` has an entry on every Linux, so no user is added to the machine; initdb insists on an entry.
    Raises Refused when the machine does not even have that one.
    """
    if os.geteuid() != 0:
        return None
    entry = _owner(data) or _nobody()
    uid, gid = entry.pw_uid, entry.pw_gid
    closed = not all(
        _open_to(path, uid=uid, gid=gid) for path in _on_the_way((data.parent, programs / "postgres"))
    )
    return Identity(uid=uid, gid=gid, through_closed_folders=closed)


def give_data(data: Path, *, identity: Identity | None) -> None:
    """Makes the data directory what PostgreSQL asks of it: its own, and closed to others."""
    if identity is not None and data.stat().st_uid != identity.uid:
        hand_over(data, uid=identity.uid, gid=identity.gid)
    data.chmod(0o700)


def _owner(data: Path) -> pwd.struct_passwd | None:
    """The user whose data this is. root's (copied, restored), or a user's of another machine, is nobody's."""
    if not data.exists() or (uid := data.stat().st_uid) == 0:
        return None
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise Refused(
            "PostgreSQL does not run as root, and this machine has no user `nobody`."
            " Start as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs elsewhere."
        ) from None


def _on_the_way(targets: Iterable[Path]) -> set[Path]:
    resolved = [target.resolve() for target in targets]
    return {path for target in resolved for path in (target, *target.parents) if path.exists()}


def _open_to(path: Path, *, uid: int, gid: int) -> bool:
    found = path.stat()
    if found.st_uid == uid:
        needed = stat.S_IRUSR | stat.S_IXUSR if path.is_file() else stat.S_IXUSR
    elif found.st_gid == gid:
        needed = stat.S_IRGRP | stat.S_IXGRP if path.is_file() else stat.S_IXGRP
    else:
        needed = stat.S_IROTH | stat.S_IXOTH if path.is_file() else stat.S_IXOTH
    return found.st_mode & needed == needed
