"""The table and the JSON."""

import json
from pathlib import Path

from bench.figures import Figure, shown, table, write_json

FIGURES = [
    Figure(
        what="hand over",
        ours=7123.4,
        unit="messages/s",
        beside={"bare loop": 9000.0, "database": 8000.0},
        ratio=0.890425,
        reach="7,000/s",
        reached=True,
    ),
    Figure(what="memory", ours=81.26, unit="MB"),
]


def test_the_table_has_a_line_for_each_figure() -> None:
    assert table(FIGURES).splitlines() == [
        "what      | ours             | beside                          | ratio | reach   | reached?",
        "----------|------------------|---------------------------------|-------|---------|---------",
        "hand over | 7,123 messages/s | bare loop 9,000; database 8,000 | 0.89  | 7,000/s | yes",
        "memory    | 81.3 MB          | -                               | -     | -       | -",
    ]


def test_what_is_not_reached_cannot_be_overlooked() -> None:
    short = Figure(what="receipts", ours=10.0, unit="receipts/s", reach="3,000/s", reached=False)
    assert short.cells()[-1] == "NO"


def test_three_figures_count() -> None:
    assert [shown(value) for value in (0.0123456, 1.23456, 99.4, 1234.5)] == [
        "0.0123",
        "1.23",
        "99.4",
        "1,234",
    ]


def test_the_json_holds_the_run_and_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "var" / "bench.json"
    write_json(path, run={"n": 1000}, figures=FIGURES)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["n"] == 1000
    assert found["figures"][1] == {
        "what": "memory",
        "ours": 81.26,
        "unit": "MB",
        "beside": {},
        "ratio": None,
        "reach": "-",
        "reached": None,
        "details": {},
    }
    assert found["figures"][0]["beside"] == {"bare loop": 9000.0, "database": 8000.0}
