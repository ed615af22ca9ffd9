"""Each row of `make bench`, in small, so that none rots. What it measures says nothing here."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from bench.rows import ROWS
from bench.stand import Stand

pytestmark = [pytest.mark.slow, pytest.mark.stack, pytest.mark.xdist_group("stack")]

_FEW = 3_000
_FIGURES = {
    "explain": ["rows at most"] * 4,
    "handover": ["messages/s", "messages/s"],
    "single": ["messages/s"],
    "rival": ["messages/s"],
    "receipts": ["receipts/s", "receipts/s"],
    "notice": ["s", "s"],
    "imports": ["s", "s", "s", "MB", "MB"],
    "searches": ["s"] * 2,
    "lists": ["s"] * 8,
    "texts": ["texts/s"] * 2,
    "redirects": ["redirects/s", "hits/s"],
    "hits-killed": ["hits"],
    "memory": ["MB"] * 4,
}


@pytest.fixture(scope="module")
def stand(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    stand = Stand(
        name=f"smsnotify_bench_{worker_id}",
        prepared=f"smsnotify_bench_prepared_{worker_id}",
        folder=tmp_path_factory.mktemp("bench"),
        # Of its own: another worker's stack empties its database.
        redis_number=40 + int(worker_id.removeprefix("gw") if worker_id.startswith("gw") else 0),
    )
    stand.prepare()
    yield stand
    stand.remove()


@pytest.mark.parametrize("row", ROWS)
def test_every_row_can_be_measured(stand: Stand, row: str) -> None:
    figures = ROWS[row](stand, _FEW)
    assert [figure.unit for figure in figures] == _FIGURES[row]
    assert all(figure.ours > 0 for figure in figures)
    assert all(value > 0 for figure in figures for value in figure.beside.values())
    assert json.loads(json.dumps([asdict(figure) for figure in figures]))
