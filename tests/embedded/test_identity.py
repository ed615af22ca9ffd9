import os
import pwd
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from smsnotify.embedded.identity import Identity, identity_for
from smsnotify.embedded.supervisor import Supervisor
from tests.embedded.processes import python

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")

ONE_RIGHT = "0000000000000002"  # CAP_DAC_OVERRIDE, in the words of /proc


def _nobody(*, through_closed_folders: bool) -> Identity:
    entry = pwd.getpwnam("nobody")
    return Identity(uid=entry.pw_uid, gid=entry.pw_gid, through_closed_folders=through_closed_folders)


def test_another_user_passes_closed_folders_and_has_no_other_right_of_roots(
    supervisor: Supervisor, folder: Path
) -> None:
    (folder / "closed").mkdir(mode=0o700)
    (folder / "closed" / "tool").touch(mode=0o755)
    # initdb asks access(2), which knows the user's rights but no others unless it is told.
    look = (
        "import os, re;"
        f"print(os.geteuid(), os.getegid(), os.getgroups(), os.access('{folder}/closed/tool', os.X_OK));"
        "print(re.findall('Cap(?:Prm|Eff):.(\\\\w+)', open('/proc/self/status').read()))"
    )
    identity = _nobody(through_closed_folders=True)
    program = replace(python(folder, look), identity=identity)

    assert supervisor.once(program) == 0
    assert program.log.read_text().splitlines() == [
        f"{identity.uid} {identity.gid} [{identity.gid}] True",
        str([ONE_RIGHT] * 2),
    ]


def test_the_right_is_given_only_where_the_way_is_closed(folder: Path) -> None:
    (folder / "bin").mkdir()
    (folder / "bin" / "postgres").touch(mode=0o755)

    assert identity_for(folder / "data", programs=folder / "bin") == _nobody(through_closed_folders=False)
    (folder / "bin").chmod(0o700)
    assert identity_for(folder / "data", programs=folder / "bin") == _nobody(through_closed_folders=True)


def test_data_keep_their_owner(folder: Path) -> None:
    entry = next(entry for entry in pwd.getpwall() if entry.pw_uid not in (0, pwd.getpwnam("nobody").pw_uid))
    (folder / "data").mkdir()
    os.chown(folder / "data", entry.pw_uid, entry.pw_gid)

    identity = identity_for(folder / "data", programs=Path(sys.executable).parent)

    assert identity is not None
    assert (identity.uid, identity.gid) == (entry.pw_uid, entry.pw_gid)
