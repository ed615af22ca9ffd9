"""Puts the clock of one process off by ODD_CLOCK_SECONDS: what Python tells of the wall clock, and nothing else.

Python imports a module of this name at its start when its folder is on PYTHONPATH; only the fault runs put it there.
Leases and due times must not care: they are PostgreSQL's.
"""

import datetime as datetime_module
import os
import time as time_module
from typing import Any

_OFF = float(os.environ["ODD_CLOCK_SECONDS"])
_real_time, _real_time_ns = time_module.time, time_module.time_ns
_RealDatetime = datetime_module.datetime


class _Kind(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _RealDatetime)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, _RealDatetime)


class _OddDatetime(_RealDatetime, metaclass=_Kind):
    # As large as the real one: C extensions look.
    __slots__ = ()

    @classmethod
    def now(cls, tz: datetime_module.tzinfo | None = None) -> Any:
        return _RealDatetime.now(tz) + datetime_module.timedelta(seconds=_OFF)

    @classmethod
    def utcnow(cls) -> Any:
        return _RealDatetime.now(datetime_module.UTC).replace(tzinfo=None) + datetime_module.timedelta(
            seconds=_OFF
        )

    @classmethod
    def today(cls) -> Any:
        return cls.now()


time_module.time = lambda: _real_time() + _OFF
time_module.time_ns = lambda: _real_time_ns() + int(_OFF * 1_000_000_000)
datetime_module.datetime = _OddDatetime  # type: ignore[misc]
