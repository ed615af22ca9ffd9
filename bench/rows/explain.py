"""EXPLAIN of the claim and of the last gate while everything waits: index scans, and no row too many."""

from typing import Any

from bench.figures import Figure
from bench.plans import Scan, buffers, kinds, scans, walked
from bench.stand import Stand

_CLAIMED = 500
# A row for each message, or more.
_HOT = {"messaging_message", "messaging_messagetext", "messaging_attempt"}
# A table of fewer pages is read from end to end for less than an index costs.
_LARGE_PAGES = 200
_LARGE = """
SELECT relname, (pg_relation_size(oid) / 8192)::int FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) / 8192 > %s
"""


def measure(stand: Stand, n: int) -> list[Figure]:
    stand.renew()
    stand.plant(n)
    large = {str(table): int(str(pages)) for table, pages in stand.rows(_LARGE, _LARGE_PAGES)}
    figures = []
    for moment in ("as planted", "after ANALYZE"):
        found = stand.run("explain", limit=_CLAIMED)
        for stage in ("claim", "gate"):
            what = f"the {stage} at {n:,} waiting, {moment}: rows a scan reads"
            figures.append(_figure(what, found[stage], int(found["claimed"]), large))
        with stand.connect() as connection:
            connection.execute("ANALYZE")
    return figures


def _figure(what: str, statements: list[dict[str, Any]], claimed: int, large: dict[str, int]) -> Figure:
    found = [scan for statement in statements for scan in scans(statement["plan"])]
    touched = max((scan.rows for scan in found if scan.table in _HOT), default=0.0)
    whole = walked(found, large)
    return Figure(
        what=what,
        ours=touched,
        unit="rows at most",
        beside={"claimed": claimed},
        ratio=touched / claimed,
        reach="indexes only, no row more",
        reached=not whole and touched <= claimed,
        details={"walked": [scan.table for scan in whole], "statements": [_shown(one) for one in statements]},
    )


def _shown(statement: dict[str, Any]) -> dict[str, Any]:
    plan = statement["plan"]
    return {
        "sql": statement["sql"],
        "milliseconds": statement["milliseconds"],
        "pages": buffers(plan),
        "nodes": kinds(plan),
        "scans": [_named(scan) for scan in scans(plan)],
    }


def _named(scan: Scan) -> str:
    return f"{scan.kind} of {scan.table} by {scan.index or 'no index'}: {scan.rows:g} rows"
