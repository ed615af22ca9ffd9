"""Days and times of a text against the calendar, and against what is on record of the person."""

import re
from collections.abc import Iterator

from messaging.preflight.calendar import DayMention, TimeMention
from messaging.preflight.content import Content, Due, Finding, Person, Sending
from messaging.preflight.subjects import About, is_until, subject_of

# 16時頃に仕上がります
_ENDS = re.compile(r"[ ]*(?:頃|ごろ)?[にの]?(?:終|完|お渡|仕上|出来|でき)")


def no_such_day(content: Content, sending: Sending) -> Iterator[Finding]:
    """4月31日, 13月5日, 15時75分."""
    mentions: list[DayMention | TimeMention] = [*content.days, *content.times]
    for mention in mentions:
        if not mention.exists:
            yield Finding(
                "no_such_day",
                ((mention.start, mention.end),),
                {"found": content.text[mention.start : mention.end].strip()},
            )


def wrong_weekday(content: Content, sending: Sending) -> Iterator[Finding]:
    """3月15日(土) in a year in which it is a Sunday."""
    for mention in content.days:
        if mention.weekday is None:
            continue
        meant = mention.candidates(sending.leaves_at.date())
        if meant and all(day.weekday() != mention.weekday for day in meant):
            coming = [day for day in meant if day >= sending.leaves_at.date()]
            yield Finding(
                "wrong_weekday",
                ((mention.start, mention.end),),
                {
                    "found": content.text[mention.start : mention.end].strip(),
                    "day": min(coming, default=meant[-1]),
                },
            )


def date_disagrees(content: Content, sending: Sending, person: Person) -> Iterator[Finding]:
    """A day that the text calls the appointment's, or that on which something falls due, and which is another."""
    if not (person.dues or person.booked):
        return
    kinds = tuple(dict.fromkeys(due.kind for due in person.dues))
    for mention in content.days:
        if not content.is_typed(mention.start, mention.end) or not mention.exists:
            continue
        subject = subject_of(content.prose, mention.start, mention.end, kinds)
        right = set(person.other_days)
        if subject.names_due:
            right |= {due.on for due in person.dues}
        if subject.names_booked or not subject.is_certain:
            right |= {one.starts.date() for one in person.booked}
        if any(mention.is_(day) for day in right):
            continue
        found = content.text[mention.start : mention.end].strip()
        if subject.about is About.BOOKED and person.booked:
            yield Finding(
                "date_disagrees",
                ((mention.start, mention.end),),
                {"found": found, "booked": person.booked[0].starts},
            )
        elif subject.about is About.DUE:
            yield from _due_finding(mention, found, subject.kinds, person.dues)


def _due_finding(
    mention: DayMention, found: str, kinds: tuple[str, ...], dues: tuple[Due, ...]
) -> Iterator[Finding]:
    meant = [due for due in dues if due.kind in kinds] if kinds else list(dues)
    if meant:
        due = min(meant, key=lambda one: mention.days_from(one.on))
        yield Finding(
            "date_disagrees",
            ((mention.start, mention.end),),
            {"found": found, "kind": due.kind, "of": due.of, "due": due.on},
        )


def time_disagrees(content: Content, sending: Sending, person: Person) -> Iterator[Finding]:
    """A time that the text calls the appointment's, and at which none of the person's begins or ends."""
    if not person.booked:
        return
    prose = content.prose
    begins = {one.starts.time() for one in person.booked}
    ends = {one.ends.time() for one in person.booked}
    for mention in content.times:
        typed = content.is_typed(mention.start, mention.end)
        right = begins | ends if _ENDS.match(prose, mention.end) else begins
        if not typed or not mention.exists or any(mention.is_(moment) for moment in right):
            continue
        if is_until(prose, mention.start, mention.end):
            continue
        subject = subject_of(prose, mention.start, mention.end, ())
        beside = [day for day in content.days if subject.first <= day.start < subject.last]
        of_an_appointment = [
            one for one in person.booked if any(day.is_(one.starts.date()) for day in beside)
        ]
        if (of_an_appointment and subject.about in {About.BOOKED, About.UNSAID}) or (
            subject.about is About.BOOKED and not beside
        ):
            meant = (of_an_appointment or list(person.booked))[0]
            yield Finding(
                "time_disagrees",
                ((mention.start, mention.end),),
                {"found": content.text[mention.start : mention.end].strip(), "booked": meant.starts},
            )
