"""The figures of a store's first page in words, with the way from each to the messages behind it."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import Membership, Store
from messaging.queries.state_groups import StateGroup
from messaging.queries.today import ATTENTION_DAYS, Today, today_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of today. `group` is the history's filter behind it; `parts` names what it is the sum of."""

    group: StateGroup
    label: Promise
    icon: str
    tone: str
    number: str
    url: str
    parts: str = ""


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to look at: how many messages, what is the matter, what to do, and where to see them."""

    key: str
    tone: str
    icon: str
    word: str | Promise
    advice: str | Promise
    count: int
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownToday:
    """`seen` changes whenever anything shown does."""

    day: date
    figures: list[Figure]
    attention: list[Attention]
    seen: str


def shown_today(membership: Membership, *, asked_for: timedelta) -> ShownToday:
    """Seven queries, up to nine; `asked_for`: how long providers are asked about what is unclear.

    Raises PermissionDenied.
    """
    store, today = membership.store, today_of(membership, asked_for=asked_for)
    figures, attention = _figures(store, today), _attention(store, today)
    shown = repr((today.day, figures, attention))
    return ShownToday(today.day, figures, attention, hashlib.sha256(shown.encode()).hexdigest()[:16])


def _figures(store: Store, today: Today) -> list[Figure]:
    drawn = (
        (StateGroup.SENT, pgettext_lazy("figure", "Sent"), "send", ""),
        (StateGroup.DELIVERED, _("Delivered"), "check-circle-fill", "success"),
        (StateGroup.WAITING, pgettext_lazy("figure", "Waiting"), "hourglass-split", "info"),
        (StateGroup.NOT_ARRIVED, _("Not arrived"), "x-circle-fill", "danger"),
        (StateGroup.UNCLEAR, _("Unclear"), "question-circle-fill", "warning"),
        (StateGroup.HELD_BACK, pgettext_lazy("result", "Held back"), "slash-circle", "warning"),
    )
    day = today.day.isoformat()
    return [
        Figure(
            group=group,
            label=label,
            icon=icon,
            # A zero is no alarm.
            tone=tone if today.groups[group] else "",
            number=_number(today.groups[group]),
            url=history_url(store, state=group.value, since=day, until=day),
            parts=_parts(today) if group is StateGroup.NOT_ARRIVED and today.groups[group] else "",
        )
        for group, label, icon, tone in drawn
    ]


def _parts(today: Today) -> str:
    return _("not delivered: %(undelivered)s, could not be sent: %(failed)s") % {
        "undelivered": _number(today.groups[StateGroup.UNDELIVERED]),
        "failed": _number(today.groups[StateGroup.FAILED]),
    }


def _attention(store: Store, today: Today) -> list[Attention]:
    """In the order in which somebody should look."""
    return _standstills(store, today) + [item for item in _troubles(store, today) if item.count]


def _standstills(store: Store, today: Today) -> list[Attention]:
    """Shown also when nothing waits yet: the next message would."""
    waiting = history_url(store, state=StateGroup.WAITING.value)
    return [
        _item(
            f"silent-{place}",
            "danger",
            "exclamation-triangle-fill",
            _("Sending has stopped: %(lane)s") % {"lane": lane.label},
            _(
                "The program that hands messages over does not answer. Please tell the operator; nothing is lost."
            ),
            lane.waiting,
            waiting,
        )
        for place, lane in enumerate(today.silent)
    ] + [
        _item(
            f"paused-{place}",
            "warning",
            "pause-circle",
            _("The line is paused: %(name)s") % {"name": account.name},
            _("Messages wait until the operator lets it run again; nothing is lost."),
            account.waiting,
            waiting,
        )
        for place, account in enumerate(today.paused)
    ]


def _troubles(store: Store, today: Today) -> list[Attention]:
    recently = {"since": today.attention_since.isoformat()}
    day = today.day.isoformat()
    return [
        _item(
            "line-down",
            "warning",
            "cloud-slash",
            _("Waiting: the line cannot be reached"),
            _("They are tried again by themselves; nothing needs to be done."),
            today.line_down,
            history_url(store, state=StateGroup.LINE_DOWN.value),
        ),
        _item(
            "unclear",
            "warning",
            "question-circle-fill",
            _("Unclear whether they left: your decision is needed"),
            _unclear_advice(today.asked),
            today.unclear,
            reverse("messages:unclear", args=[store.slug]),
        ),
        _item(
            "failed",
            "danger",
            "send-x",
            _("Could not be sent (last %(days)s days)") % {"days": ATTENTION_DAYS},
            _("Nothing has reached these customers. Open them to see why."),
            today.failed,
            history_url(store, state=StateGroup.FAILED.value, **recently),
        ),
        _item(
            "undelivered",
            "danger",
            "telephone-x",
            _("Not delivered today"),
            _("Phone these customers before you send again."),
            today.groups[StateGroup.UNDELIVERED],
            history_url(
                store,
                state=StateGroup.UNDELIVERED.value,
                since=day,
                until=day,
            ),
        ),
    ]


def _unclear_advice(asked: int) -> str | Promise:
    if not asked:
        return _("None of them is sent again by itself. Ask the customer, then decide.")
    return ngettext(
        "Of %(count)s the provider is being asked by itself; after a while it may be known. It is sent again by itself "
        "only where the provider answers that it has not taken it.",
        "Of %(count)s the provider is being asked by itself; after a while it may be known. They are sent again by "
        "themselves only where the provider answers that it has not taken them.",
        asked,
    ) % {"count": _number(asked)}


def _item(
    key: str, tone: str, icon: str, word: str | Promise, advice: str | Promise, count: int, url: str
) -> Attention:
    return Attention(key, tone, icon, word, advice, count, _number(count), url)


def _number(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)


def history_url(store: Store, **asked: str) -> str:
    return f"{reverse('messages:history', args=[store.slug])}?{urlencode(asked)}"
