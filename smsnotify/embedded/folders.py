"""Makes the folders of an installation, and tells early when they belong to somebody else."""

import os
import pwd
import stat
from pathlib import Path

from smsnotify.embedded.paths import Places
from smsnotify.embedded.refusal import Refused


def make_folders(places: Places) -> None:
    """Folders for data, logs and sockets. Raises Refused when they belong to somebody else."""
    for folder in (places.data, places.logs, places.redis):
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    make_private(places.runtime)


def make_private(folder: Path) -> None:
    """A folder that only we, and a server we start, can enter.

    /tmp is open to all: somebody else may have made the name first, so the owner and the kind are looked at.
    root's stays passable (0711), because PostgreSQL runs as another user and has its own closed folder in it.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Refused(
            f"{folder} exists and belongs to {user_name(found.st_uid)}, not to {user_name(os.geteuid())}."
            " It would hold our sockets: have it removed, then start again."
        )
    folder.chmod(mode)


def hand_over(folder: Path, *, uid: int, gid: int) -> None:
    """Gives a folder with all that is in it to another user; symbolic links are not followed."""
    os.lchown(folder, uid, gid)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.lchown(Path(parent) / name, uid, gid)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _refuse_foreign(folder: Path) -> None:
    if os.geteuid() == 0 or not folder.exists():
        return
    for path in (folder, *folder.iterdir()):
        owner = path.stat().st_uid
        if owner != os.geteuid():
            raise Refused(
                f"{path} belongs to {user_name(owner)}; an earlier start as another user left it."
                f" Start as that user again, or take it: sudo chown -R {user_name(os.geteuid())} {folder}"
            )
