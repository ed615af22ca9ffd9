"""Findings of many texts, put together into what a person reads: one Problem a code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from messaging.domain.preflight.checks import PLACES
from messaging.domain.preflight.sentences import repeats_sentence, sentence_of
from messaging.domain.problems import Level, Problem, Span
from messaging.preflight import Finding

ByCode = Mapping[str, list[Finding]]

# Of one text: so many sentences of one code, then it is clear.
_MOST_SENTENCES = 3
_SAME_TEXT = "same_text"


def by_code(findings: Iterable[Finding]) -> ByCode:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.code, []).append(finding)
    return grouped


@dataclass
class _Line:
    """`first`: the place of the rendering that had it first, whose findings are told."""

    first: int
    findings: list[Finding] = field(default_factory=list)
    message: str = ""
    people: int = 0

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span for finding in self.findings for span in finding.spans)

    @property
    def words(self) -> str:
        sentences = dict.fromkeys(sentence_of(finding) for finding in self.findings)
        return self.message or " ".join(list(sentences)[:_MOST_SENTENCES])


class Tally:
    """Of one wish, with the levels of its store; what is off is not counted."""

    def __init__(self, levels: Mapping[str, Level]) -> None:
        self._levels = levels
        self._lines: dict[str, _Line] = {}

    def add(self, index: int, found: ByCode) -> None:
        """What one person's text has."""
        for code, findings in found.items():
            if code not in self._levels:
                continue
            line = self._lines.get(code)
            if line is None:
                line = self._lines[code] = _Line(index, findings)
            line.people += 1

    def add_repeats(self, repeats: Mapping[int, datetime], *, of: int, zone: ZoneInfo) -> None:
        """Who got the very text before (place: when), of so many that get it now."""
        if repeats and _SAME_TEXT in self._levels:
            newest = max(repeats.values()).astimezone(zone)
            words = repeats_sentence(newest, people=len(repeats), of=of)
            self._lines[_SAME_TEXT] = _Line(min(repeats), message=words, people=len(repeats))

    def problems(self) -> list[Problem]:
        found = [
            Problem("body", code, line.words, self._levels[code], line.spans, line.first, line.people)
            for code, line in self._lines.items()
        ]
        return sorted(found, key=lambda problem: (problem.level.rank, PLACES[problem.code]))
