"""A one-off notice while a bulk send goes on, beside the same on an idle system."""

from dataclasses import dataclass

from bench.figures import Figure
from bench.pace import percentile
from bench.stand import Stand

_NOTICES = 40
_EVERY_SECONDS = 0.25
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
        raise RuntimeError("the bulk send was over before a notice was sent: take a larger N")
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
    return _taken(_sent(stand), until=float("inf"))


def busy_notices(stand: Stand, n: int) -> Notices:
    """Those that were sent before the last of `n` bulk messages was accepted."""
    stand.renew()
    stand.plant(n)
    stand.start(*_ALL, *stand.bulk_workers())
    stand.wait_for(stand.ready, "every lane's worker")
    begun = "SELECT EXISTS (SELECT FROM messaging_attempt)"
    stand.wait_long(lambda: bool(stand.rows(begun)[0][0]), "the bulk send to begin")
    sent = _sent(stand)
    stand.wait_until_handed_over()
    stand.end()
    ((ended,),) = stand.rows(
        "SELECT extract(epoch FROM max(accepted_at))::float8 FROM messaging_message WHERE lane = 'bulk'"
    )
    return _taken(sent, until=float(str(ended)))


def _sent(stand: Stand) -> dict[str, list[float]]:
    # The first one opens what later ones find open: pages do that long before somebody presses.
    return stand.run("notices", simulator=stand.simulator, count=1 + _NOTICES, every=_EVERY_SECONDS)


def _taken(sent: dict[str, list[float]], *, until: float) -> Notices:
    times = list(zip(sent["sent"], sent["accepted"], sent["arrived"], strict=True))[1:]
    during = [one for one in times if one[0] < until]
    return Notices([accepted - at for at, accepted, _ in during], [arrived - at for at, _, arrived in during])
