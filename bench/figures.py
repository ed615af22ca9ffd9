"""A measured figure, the table of all of them, and the JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_HEADINGS = ("what", "ours", "beside", "ratio", "reach", "reached?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `reached` is None where nothing has to be reached.

    `ratio` is ours over the slower of what stands beside. `details` go into the JSON only.
    """

    what: str
    ours: float
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)
    ratio: float | None = None
    reach: str = "-"
    reached: bool | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def cells(self) -> tuple[str, ...]:
        beside = "; ".join(f"{name} {shown(value)}" for name, value in self.beside.items())
        reached = {True: "yes", False: "NO", None: "-"}[self.reached]
        ratio = "-" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.what, f"{shown(self.ours)} {self.unit}", beside or "-", ratio, self.reach, reached)


def shown(value: float) -> str:
    """Three figures that count; whole numbers from a hundred on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(figures: Sequence[Figure]) -> str:
    lines = [_HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    drawn = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    ]
    drawn.insert(1, "-|-".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in drawn)


def write_json(path: Path, *, run: Mapping[str, Any], figures: Sequence[Figure]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = dict(run) | {"figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
