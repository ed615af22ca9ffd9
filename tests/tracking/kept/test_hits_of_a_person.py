"""What is held on a person's taps, what an erasure leaves of it, and how long hits are kept."""

from datetime import UTC, datetime, timedelta

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.registries.personal_data import Whom, retention_kinds
from messaging.domain.privacy.taps import TAPS
from messaging.models import State
from tests.messaging.factories import make_message
from tests.shops import Shops
from tracking.domain.write_links import NewCode, NewTarget, write_links
from tracking.models import Hit, ShortLink

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PHONE, OTHER = "+819012345678", "+819087654321"
URL = "https://example.jp/"


def make_hit(
    store: Store, code: str, recipient: int | None, at: datetime = AT, *, is_new: bool = False
) -> Hit:
    write_links(
        store_id=store.pk,
        origin=1,
        targets=[NewTarget(URL, 1, recipient is not None)],
        codes=[NewCode(code, 0, recipient)],
    )
    with store_scope(store.pk):
        made: Hit = Hit.objects.create(
            link=ShortLink.objects.get(code=code),
            at=at,
            method="GET",
            kind="person",
            evidence="browser",
            address="203.0.113.7",
            agent="Mozilla/5.0 (iPhone)",
            is_new=is_new,
        )
    return made


def traces(store: Store) -> list[tuple[str, str | None, str]]:
    with store_scope(store.pk):
        return list(Hit.objects.order_by("id").values_list("link__code", "address", "agent"))


def test_a_persons_taps_are_told_and_their_traces_erased_and_nobody_elses(shops: Shops) -> None:
    mine = make_message(shops.sakura_staff, state=State.DELIVERED, phone=PHONE)
    others = make_message(shops.sakura_staff, state=State.DELIVERED, phone=OTHER)
    elsewhere = make_message(shops.midori_staff, state=State.DELIVERED, phone=PHONE)
    make_hit(shops.sakura, "aaaaaaaa", mine.pk)
    make_hit(shops.sakura, "bbbbbbbb", others.pk)
    make_hit(shops.sakura, "cccccccc", None)
    make_hit(shops.midori, "dddddddd", elsewhere.pk)
    whom = Whom(phones=(PHONE,), customer_ids=())
    with store_scope(shops.sakura.pk):
        links, taps = TAPS.found(whom).tables
        assert links.rows == [[mine.pk, "aaaaaaaa", URL]]
        [[message_id, url, at, kind, address, agent]] = taps.rows
        assert (message_id, url, at, kind.code, address, agent) == (
            mine.pk, URL, AT, "person", "203.0.113.7", "Mozilla/5.0 (iPhone)",
        )  # fmt: skip
        assert TAPS.erase(shops.sakura_owner, whom) == 1
    trace = ("203.0.113.7", "Mozilla/5.0 (iPhone)")
    assert traces(shops.sakura) == [("aaaaaaaa", None, ""), ("bbbbbbbb", *trace), ("cccccccc", *trace)]
    assert traces(shops.midori) == [("dddddddd", *trace)]


def test_hits_older_than_the_store_wants_are_dropped_in_turns_and_only_its_own(shops: Shops) -> None:
    [kind] = [one for one in retention_kinds() if one.slug == "link_hits"]
    for number, letter in enumerate("abc"):
        make_hit(shops.sakura, letter * 8, None, AT - timedelta(days=number))
    make_hit(shops.sakura, "dddddddd", None, AT - timedelta(days=9), is_new=True)
    make_hit(shops.midori, "eeeeeeee", None, AT - timedelta(days=9))
    with store_scope(shops.sakura.pk):
        assert kind.count(AT) == 2
        assert [kind.drop(AT, 1) for _ in range(3)] == [1, 1, 0]
    # What has not moved its tally yet stays.
    assert [code for code, _, _ in traces(shops.sakura)] == ["aaaaaaaa", "dddddddd"]
    assert [code for code, _, _ in traces(shops.midori)] == ["eeeeeeee"]
