"""Three things that only the Linux kernel offers and Python does not wrap. Elsewhere they do nothing.

Sources: prctl(2), capabilities(7), capget(2).
"""

import ctypes
import os
import signal
import sys

_SET_PDEATHSIG = 1
_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_SET_CHILD_SUBREAPER = 36
_CAP_AMBIENT = 47
_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1

# Looked up before any fork: between fork and exec a child must not load libraries.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
if _libc is not None:
    _libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def end_with_parent(ending: signal.Signals, *, parent: int) -> None:
    """This process gets `ending` when its parent dies, however it dies; at once when it is dead already."""
    if _libc is None:
        return
    _libc.prctl(_SET_PDEATHSIG, int(ending), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), ending)


def adopt_orphans() -> None:
    """From now on a descendant of this process whose parent dies becomes its child, instead of init's."""
    if _libc is not None:
        _libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def become(*, uid: int, gid: int, through_closed_folders: bool) -> None:
    """Turns root into another user for good.

    `through_closed_folders` keeps the one right to pass file permissions (CAP_DAC_OVERRIDE), over exec too:
    a checkout below /root (0700) is out of that user's reach otherwise, and opening /root to everybody
    would be worse. Raises OSError where the kernel or the container says no.
    """
    keeps = through_closed_folders and _libc is not None
    if keeps:
        # Rights stay when the user changes, and count for access(2) too, with which initdb looks for its files.
        _call("prctl", _SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([gid])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if keeps:
        right = 1 << _CAP_DAC_OVERRIDE
        sets = (_Sets * 2)(_Sets(right, right, right), _Sets(0, 0, 0))
        _call("capset", ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), sets)
        _call("prctl", _CAP_AMBIENT, _CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
