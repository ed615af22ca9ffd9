"""Stage 2, render: the exact text that each person will get, with its length and parts.

Merge fields filled (merge_texts), the store's introduction where it is the first contact (first_contact), addresses as
short links (shorten_links), and what cannot go as it is (text_problems). A thousand wishes: as many queries as one.
"""

from collections.abc import Sequence

from accounts.models import Store
from messaging.domain.compose import Wish
from messaging.domain.first_contact import Kind, introduction_of, strangers_among
from messaging.domain.render_problems import (
    Targets,
    address_problems,
    introduction_problems,
    link_problems,
    merge_problems,
    wanting_problems,
)
from messaging.domain.rendering import Introduction, Rendered, Rendering
from messaging.domain.shorten_links import TextLink
from messaging.domain.text_problems import LONGEST_TYPED, TextCheck
from messaging.domain.wish_texts import PersonText, WishTexts
from messaging.gateways.contract import Capabilities
from messaging.models import Reason
from messaging.queries.merge_fields import OWN_PAGES
from messaging.queries.sending_settings import sending_settings
from messaging.text import domestic_count
from templates_app.queries.compiling import compilations
from tracking.queries.short_base import own_hosts

__all__ = ["Introduction", "Rendered", "Rendering", "TextLink", "render", "render_as_written"]


def render_as_written(wish: Wish, *, newline_weight: int) -> list[Rendering]:
    """One rendering for each recipient of a text that we wrote ourselves: no fields, no links. Raises nothing."""
    count = domestic_count(wish.body, newline_weight=newline_weight)
    return [Rendering(recipient, wish.body, count) for recipient in wish.recipients]


def render(*, store: Store, wishes: Sequence[Wish], capabilities: Capabilities | None) -> list[Rendered]:
    """Beside each wish what came of it. In the store's scope; nothing is written.

    What is too long by far is not even merged: that takes longer than anybody waits. It has no renderings.
    """
    check = TextCheck(store, capabilities)
    done = iter(_rendered(store, [wish for wish in wishes if len(wish.body) <= LONGEST_TYPED], check))
    return [
        next(done) if len(wish.body) <= LONGEST_TYPED else Rendered([], check.problems(wish.body), "")
        for wish in wishes
    ]


def _rendered(store: Store, wishes: Sequence[Wish], check: TextCheck) -> list[Rendered]:
    settings = sending_settings()
    words = introduction_of(settings)
    strangers = strangers_among(store, wishes) if words else [frozenset[str]()] * len(wishes)
    own_names = {name for wish in wishes for recipient in wish.recipients for name in recipient.values}
    typed = {wish.body for wish in wishes} | {wish.subject for wish in wishes}
    made = compilations(store, typed | {words}, own_names)
    texts = WishTexts(wishes, made)
    introduction = made[words].compiled if words else None
    texts.merge(store, introduction, strangers, in_front=settings.introduction == Kind.IN_FRONT)
    texts.shorten(store)
    targets = Targets(lambda: own_hosts(store))
    rendered = []
    for wish, people, subject in zip(wishes, texts.people, texts.subjects, strict=True):
        renderings = [_rendering(person, check) for person in people]
        problems = merge_problems(made[wish.body]) or wanting_problems(wish, renderings, check)
        problems += introduction_problems(made[words]) + link_problems(wish, targets)
        problems += address_problems(wish, [person.found for person in people], targets)
        rendered.append(Rendered(renderings, problems, subject))
    return rendered


def _rendering(person: PersonText, check: TextCheck) -> Rendering:
    count, wanting = check.weighed(person.text)
    introduction = None
    if person.introduction:
        length, why_not = check.weighed(person.introduction)
        introduction = Introduction(person.introduction, length)
        wanting = wanting or why_not
    if person.is_empty:
        wanting = Reason.EMPTY_TEXT
    elif person.missing:
        wanting = Reason.MISSING_VALUE
    values = person.values
    if not OWN_PAGES.isdisjoint(values):
        values = {name: value for name, value in values.items() if name not in OWN_PAGES}
    return Rendering(
        recipient=person.recipient,
        text=person.text,
        count=count,
        values=values,
        spans=person.spans,
        links=person.links,
        wanting=wanting,
        missing=person.missing,
        introduction=introduction,
        codes=person.codes,
    )
