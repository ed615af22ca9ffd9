"""Reading PostgreSQL's plans (EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck")


@dataclass(frozen=True, slots=True)
class Scan:
    """One node that reads a table. `rows`: read in all its loops, whether they were kept or not."""

    kind: str
    table: str
    index: str
    rows: float


def scans(plan: Mapping[str, Any]) -> list[Scan]:
    """Every scan of a table in a plan, depth first."""
    return [
        Scan(
            kind=str(node["Node Type"]),
            table=str(node["Relation Name"]),
            index=str(node.get("Index Name", "")),
            rows=node["Actual Loops"]
            * (node["Actual Rows"] + sum(node.get(removed, 0) for removed in _REMOVED)),
        )
        for node in _nodes(plan)
        if "Relation Name" in node and "Scan" in node["Node Type"]
    ]


def kinds(plan: Mapping[str, Any]) -> list[str]:
    """The node types of a plan, each once, in order."""
    return list(dict.fromkeys(str(node["Node Type"]) for node in _nodes(plan)))


def buffers(plan: Mapping[str, Any]) -> int:
    """Pages looked at, in memory or on the disk."""
    return int(plan.get("Shared Hit Blocks", 0)) + int(plan.get("Shared Read Blocks", 0))


def walked(found: Sequence[Scan], large: Mapping[str, int]) -> list[Scan]:
    """Scans that read one of the large tables from end to end."""
    return [scan for scan in found if scan.kind.endswith("Seq Scan") and scan.table in large]


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
