"""A one-off notice while a bulk send goes on, beside the same on an idle system."""

import subprocess
import time
from dataclasses import dataclass
from math import inf

from bench.figures import Figure
from bench.pace import percentile
from bench.stand import Stand

_EVERY_SECONDS = 0.2
_IDLE_SECONDS = 10.0
_SHARE = 0.95
_REACH_LATER_SECONDS = 1.0
_ALL = ("web", "simulator", "worker-urgent", "worker-upkeep", "beat")


@dataclass(frozen=True, slots=True)
class Notices:
    """Seconds from the press to the acceptance and to the handset, of each notice."""

    to_accepted: list[float]
    to_handset: list[float]


def measure(stand: Stand, n: int) -> list[Figure]:
    idle, busy = _idle(stand), busy_notices(stand, n)
    return [
        _figure("accepted", busy.to_accepted, idle.to_accepted),
        _figure("on the handset", busy.to_handset, idle.to_handset),
    ]


def _figure(where: str, busy: list[float], idle: list[float]) -> Figure:
    if not busy:
        raise RuntimeError("no notice was sent while the bulk send went on: take a larger N")
    ours, beside = percentile(busy, _SHARE), percentile(idle, _SHARE)
    return Figure(
        what=f"a notice during a bulk send, until {where} (p95)",
        ours=ours,
        unit="s",
        beside={"idle": beside},
        ratio=ours / beside,
        reach=f"at most {_REACH_LATER_SECONDS:g} s later",
        reached=ours <= beside + _REACH_LATER_SECONDS,
        details={"notices": len(busy), "busy": sorted(busy), "idle": sorted(idle)},
    )


def _idle(stand: Stand) -> Notices:
    stand.renew()
    stand.start(*_ALL, *stand.bulk_workers())
    stand.wait_for(stand.ready, "every lane's worker")
    sending = _begun(stand)
    time.sleep(_IDLE_SECONDS)
    return _during(stand.ended(sending))


def busy_notices(stand: Stand, n: int) -> Notices:
    """Those that were sent between the first and the last acceptance of `n` bulk messages."""
    stand.renew()
    stand.plant(n)
    stand.start(*_ALL)
    sending = _begun(stand)
    stand.wait_long(
        lambda: bool(stand.rows("SELECT FROM messaging_dispatch WHERE lane = 'urgent' LIMIT 1")), "one"
    )
    stand.start(*stand.bulk_workers())
    stand.wait_until_handed_over()
    sent = stand.ended(sending)
    stand.end()
    [(first, last)] = stand.rows(
        "SELECT extract(epoch FROM min(accepted_at))::float8, extract(epoch FROM max(accepted_at))::float8 "
        "FROM messaging_message WHERE lane = 'bulk'"
    )
    return _during(sent, first=float(str(first)), last=float(str(last)))


def _begun(stand: Stand) -> subprocess.Popen[str]:
    return stand.begin("notices", {"simulator": stand.simulator, "every": _EVERY_SECONDS})


def _during(sent: dict[str, list[float]], *, first: float = -inf, last: float = inf) -> Notices:
    """The very first one opens what later ones find open: pages do that long before somebody presses."""
    times = list(zip(sent["sent"], sent["accepted"], sent["arrived"], strict=True))[1:]
    during = [one for one in times if first <= one[0] <= last]
    return Notices([accepted - at for at, accepted, _ in during], [arrived - at for at, _, arrived in during])
