"""One Celery task a message (bench/rival), beside ours: the hand-over through a batch gateway."""

from bench.figures import Figure
from bench.handing_over import handed_over
from bench.pace import Moment, rate
from bench.stand import RIVALS, Stand, cores

_MOST = 10_000
_SHARE = 20
_LEAST = 100
_REACH_RATIO = 10


def measure(stand: Stand, n: int) -> list[Figure]:
    rival = _rival(stand, min(max(n // _SHARE, _LEAST), _MOST))
    ours = stand.known.get(n) or handed_over(stand, n).rate
    ratio = ours / rival
    return [
        Figure(
            what="the same, beside one Celery task a message",
            ours=ours,
            unit="messages/s",
            beside={"the rival": rival},
            ratio=ratio,
            reach=f"{_REACH_RATIO} times as fast",
            reached=ratio >= _REACH_RATIO,
            details={"rival_processes": RIVALS * cores()},
        )
    ]


def _rival(stand: Stand, count: int) -> float:
    """Messages a second. Its tasks wait in Redis before its worker starts: enqueueing costs it nothing here."""
    stand.renew()
    stand.start("simulator")
    stand.pull(receipts="off")
    settings = {"DJANGO_SETTINGS_MODULE": "bench.rival.settings", "RIVAL_PROVIDER": stand.simulator}
    stand.ended(stand.begin("enqueue_rival", {"count": count}, settings))
    stand.start("worker-rival", environment=settings)
    waiting = "SELECT EXISTS (SELECT FROM bench_rival_message WHERE status = 'queued')"
    stand.wait_long(lambda: not stand.rows(waiting)[0][0], "the rival")
    stand.end()
    sent = stand.rows(
        "SELECT extract(epoch FROM sent_at)::float8, count(*) FROM bench_rival_message GROUP BY 1 ORDER BY 1"
    )
    return rate([Moment(float(str(at)), int(str(number))) for at, number in sent])
