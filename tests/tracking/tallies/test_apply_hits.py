"""Hits move the tallies of their links, once, and by what time and address say as well."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.dispatch import Signal

from accounts.models import Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.models import Contact
from messaging.models import State
from tests.messaging.factories import make_customer, make_message
from tests.shops import Shops
from tracking.domain.apply_hits import apply_hits
from tracking.domain.write_links import NewCode, NewTarget, write_links
from tracking.models import Hit, ShortLink
from tracking.signals import people_tapped

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (iPhone)"


@pytest.fixture
def told() -> Iterator[list[dict[int, datetime]]]:
    """What people_tapped told."""
    kept: list[dict[int, datetime]] = []

    def keep(sender: object, *, signal: Signal, taps: dict[int, datetime]) -> None:
        kept.append(taps)

    people_tapped.connect(keep, weak=False, dispatch_uid="test")
    yield kept
    people_tapped.disconnect(dispatch_uid="test")


def make_links(store: Store, recipients: Sequence[int | None], origin: int = 1) -> list[ShortLink]:
    codes = [
        f"c{store.pk % 10}{origin % 10}{number:05d}".replace("0", "z").replace("1", "y")
        for number in range(len(recipients))
    ]
    write_links(
        store_id=store.pk,
        origin=origin,
        targets=[NewTarget("https://example.jp/", 1, recipients[0] is not None)],
        codes=[NewCode(code, 0, recipient) for code, recipient in zip(codes, recipients, strict=True)],
    )
    with store_scope(store.pk):
        return [ShortLink.objects.get(code=code) for code in codes]


def hit(
    link: ShortLink,
    kind: str = "person",
    *,
    seconds: float = 0,
    address: str | None = "203.0.113.7",
    agent: str = BROWSER,
) -> Hit:
    with store_scope(link.store_id):
        made: Hit = Hit.objects.create(
            link=link,
            at=AT + timedelta(seconds=seconds),
            method="GET",
            kind=kind,
            evidence="browser" if kind == "person" else "previewer",
            address=address,
            agent=agent,
        )
    return made


def applied() -> int:
    with platform_scope("tests apply hits as the task does"):
        return apply_hits()


def tally(link: ShortLink) -> tuple[int, int, int, int, float | None, float | None]:
    """(hits, taps, previews, scans, seconds of the first tap, of the last)."""
    with store_scope(link.store_id):
        found = ShortLink.objects.get(pk=link.pk)
    first, last = (at and (at - AT).total_seconds() for at in (found.first_tap_at, found.last_tap_at))
    return found.hits, found.taps, found.previews, found.scans, first, last


def kinds(store: Store) -> list[tuple[str, str, bool]]:
    with store_scope(store.pk):
        return list(Hit.objects.order_by("id").values_list("kind", "evidence", "is_new"))


def test_every_kind_moves_its_own_tally_once(shops: Shops) -> None:
    [mine] = make_links(shops.sakura, [None])
    [other] = make_links(shops.midori, [None])
    for kind, second in (("person", 5), ("preview", 1), ("scanner", 2), ("unknown", 3), ("person", 60)):
        hit(mine, kind, seconds=second)
    assert (applied(), applied()) == (5, 0)
    assert tally(mine) == (5, 2, 1, 1, 5.0, 60.0)
    assert tally(other) == (0, 0, 0, 0, None, None)
    hit(mine, seconds=30)
    hit(other, "preview")
    assert applied() == 2
    assert tally(mine) == (6, 3, 1, 1, 5.0, 60.0)
    assert tally(other) == (1, 0, 1, 0, None, None)


def test_who_tapped_is_told_with_the_last_time(shops: Shops, told: list[dict[int, datetime]]) -> None:
    first, second, shared = *make_links(shops.sakura, [71, 72]), *make_links(shops.sakura, [None], origin=2)
    hit(first, seconds=9)
    hit(first, seconds=4)
    hit(second, "preview")
    hit(shared)
    applied()
    assert told == [{71: AT + timedelta(seconds=9)}]


def test_the_customer_of_the_number_is_marked(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    same_number = make_customer(shops.midori)
    message = make_message(shops.sakura_staff, state=State.ACCEPTED, created_at=AT - timedelta(minutes=5))
    [link] = make_links(shops.sakura, [message.pk])
    hit(link, seconds=7)
    applied()
    hit(link, seconds=3)
    applied()

    def last_clicked(of: object, store: Store) -> object:
        with store_scope(store.pk):
            contact = Contact.objects.filter(customer=of).first()
            return contact and contact.last_clicked_at

    assert last_clicked(customer, shops.sakura) == AT + timedelta(seconds=7)
    assert last_clicked(same_number, shops.midori) is None


def test_nobody_taps_within_two_seconds_of_the_hand_over(shops: Shops) -> None:
    message = make_message(shops.sakura_staff, state=State.ACCEPTED, created_at=AT - timedelta(seconds=1))
    [link] = make_links(shops.sakura, [message.pk])
    with store_scope(shops.sakura.pk):
        message.refresh_from_db()
    assert message.accepted_at is not None
    early = (message.accepted_at - AT).total_seconds()
    hit(link, seconds=early + 1.5)
    hit(link, seconds=early + 2.5)
    hit(link, "preview", seconds=early + 0.5)
    applied()
    assert kinds(shops.sakura) == [
        ("unknown", "too_soon", False),
        ("person", "browser", False),
        ("preview", "previewer", False),
    ]
    assert tally(link)[:4] == (3, 1, 1, 0)


def test_an_address_that_asks_for_many_peoples_codes_is_a_scanner_and_what_was_counted_is_taken_back(
    shops: Shops,
) -> None:
    links = make_links(shops.sakura, range(100, 110))
    # Somebody tapped the first link before; that stays.
    hit(links[0], seconds=-100)
    for number, link in enumerate(links[:5]):
        hit(link, seconds=number * 0.5)
    applied()
    assert [tally(link)[1] for link in links] == [2, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    for number, link in enumerate(links[5:8], start=5):
        hit(link, seconds=number * 0.5)
    hit(links[8], seconds=4, agent="Mozilla/5.0 (Linux; Android 15)")
    hit(links[9], seconds=4, address="203.0.113.8")
    applied()
    assert tally(links[0]) == (2, 1, 0, 1, -100.0, -100.0)
    assert [tally(link) for link in links[1:8]] == [(1, 0, 0, 1, None, None)] * 7
    # The same address with another agent, the same agent from another address: people, for all that is known.
    assert [tally(link)[1] for link in links[8:]] == [1, 1]
    assert applied() == 0


def test_one_address_alone_says_nothing(shops: Shops) -> None:
    """A carrier's: many people over minutes, and one who taps the same link again and again."""
    links = make_links(shops.sakura, range(100, 120))
    for number, link in enumerate(links):
        hit(link, seconds=number * 5)
    for _ in range(20):
        hit(links[0], seconds=1)
    applied()
    assert [tally(link)[1] for link in links] == [21, *[1] * 19]


def test_more_than_a_batch_is_applied_in_turns(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracking.domain.apply_hits.AT_ONCE", 2)
    [link] = make_links(shops.sakura, [None])
    for second in range(5):
        hit(link, seconds=second)
    assert [applied() for _ in range(4)] == [2, 2, 1, 0]
    assert tally(link) == (5, 5, 0, 0, 0.0, 4.0)
