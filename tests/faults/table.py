"""The results as one table, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tests.faults.run import Result

_COLUMNS = ("scenario", "messages", "twice", "lost", "false delivered", "unknown", "recovery s", "")


def table_of(results: Sequence[Result]) -> str:
    """Unknown: how many, and in brackets whether the provider could have told."""
    lines = [_COLUMNS, *(_line(result) for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, len(_COLUMNS) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(result: Result) -> tuple[str, ...]:
    verdict = result.verdict
    unknown = f"{verdict.unknown:,}"
    if verdict.unknown:
        unknown += " (knowable)" if verdict.unknown_but_knowable else " (nobody could know)"
    return (
        result.scenario.title,
        f"{verdict.messages:,}",
        f"{verdict.twice:,}",
        f"{verdict.lost:,}",
        f"{verdict.false_delivered:,}",
        unknown,
        f"{result.recovery_seconds:.1f}",
        "" if result.is_clean else f"<-- {result.problem.splitlines()[0] if result.problem else 'not zero'}",
    )


def as_json(results: Sequence[Result], *, about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **about,
        "is_clean": all(result.is_clean for result in results),
        "results": [
            {
                "name": result.scenario.name,
                "title": result.scenario.title,
                "recovery_seconds": result.recovery_seconds,
                "is_clean": result.is_clean,
                "problem": result.problem,
                **asdict(result.verdict),
            }
            for result in results
        ],
    }
