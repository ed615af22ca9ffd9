"""The links of a send: a target an address, the codes of its people, a constant number of statements."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from tests.shops import Shops
from tracking.domain.write_links import (
    LinksOfSend,
    NewCode,
    NewTarget,
    taken_codes,
    write_links,
    write_links_of_sends,
)
from tracking.models import LinkTarget, ShortDomain, ShortLink
from tracking.queries.short_base import own_hosts, proof_address, short_base

A, B = "https://example.jp/a", "https://example.jp/b"


def links(store: Store) -> list[tuple[str, int | None, str, int | None, int, bool]]:
    with store_scope(store.pk):
        found = ShortLink.objects.select_related("target").order_by("id")
        return [
            (
                one.code,
                one.recipient,
                one.target.url,
                one.target.origin,
                one.target.position,
                one.target.unique_codes,
            )
            for one in found
        ]


def test_targets_and_codes_stand_as_they_were_given(shops: Shops) -> None:
    ends = timezone.now()
    ids = write_links(
        store_id=shops.sakura.pk,
        origin=5,
        targets=[NewTarget(A, 1, True, ends), NewTarget(B, 2, False)],
        codes=[NewCode("aaaaaaaa", 0, 1), NewCode("bbbbbbbb", 1, None), NewCode("cccccccc", 0, 2)],
    )
    assert links(shops.sakura) == [
        ("aaaaaaaa", 1, A, 5, 1, True),
        ("bbbbbbbb", None, B, 5, 2, False),
        ("cccccccc", 2, A, 5, 1, True),
    ]
    assert links(shops.midori) == []
    with store_scope(shops.sakura.pk):
        assert [(one.pk, one.expires_at) for one in LinkTarget.objects.order_by("position")] == [
            (ids[0], ends),
            (ids[1], None),
        ]
    assert taken_codes(["aaaaaaaa", "zzzzzzzz"]) == {"aaaaaaaa"}


def test_a_second_batch_of_a_send_finds_its_targets(shops: Shops) -> None:
    first = write_links(store_id=shops.sakura.pk, origin=5, targets=[NewTarget(A, 1, True)], codes=[])
    again = write_links(
        store_id=shops.sakura.pk,
        origin=5,
        targets=[NewTarget(B, 1, True), NewTarget(A, 1, True)],
        codes=[NewCode("aaaaaaaa", 1, 1)],
    )
    elsewhere = write_links(store_id=shops.midori.pk, origin=5, targets=[NewTarget(A, 1, True)], codes=[])
    assert again[1] == first[0]
    assert len({*first, *again, *elsewhere}) == 3
    assert links(shops.sakura) == [("aaaaaaaa", 1, A, 5, 1, True)]


@pytest.mark.parametrize("count", [1, 3])
def test_many_sends_are_written_by_as_many_statements_as_one(shops: Shops, count: int) -> None:
    sends = [
        LinksOfSend(
            number, [NewTarget(A, 1, False), NewTarget(B, 2, False)], [NewCode(f"aaaaaaa{number}", 1, None)]
        )
        for number in range(2, 2 + count)
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ids = write_links_of_sends(store_id=shops.sakura.pk, sends=sends)
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 3
    assert len({one for own in ids for one in own}) == 2 * count
    assert [one[2] for one in links(shops.sakura)] == [B] * count


def test_a_code_that_exists_is_refused_whole(shops: Shops) -> None:
    write_links(
        store_id=shops.midori.pk,
        origin=1,
        targets=[NewTarget(A, 1, False)],
        codes=[NewCode("aaaaaaaa", 0, None)],
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        write_links(
            store_id=shops.sakura.pk,
            origin=1,
            targets=[NewTarget(A, 1, False)],
            codes=[NewCode("bbbbbbbb", 0, None), NewCode("aaaaaaaa", 0, None)],
        )
    assert links(shops.sakura) == []


def test_links_begin_with_the_stores_own_domain_once_it_is_proved(shops: Shops) -> None:
    installation = short_base(shops.sakura)
    with store_scope(shops.sakura.pk):
        domain = ShortDomain.objects.create(host="go.sakura.example", token="t")
    assert short_base(shops.sakura) == installation == "http://127.0.0.1:8000/s/"
    with store_scope(shops.sakura.pk):
        ShortDomain.objects.update(proved_at=timezone.now())
    assert short_base(shops.sakura) == "https://go.sakura.example/s/"
    assert short_base(shops.midori) == installation
    assert own_hosts(shops.sakura) == {"127.0.0.1:8000", "go.sakura.example"}
    assert own_hosts(shops.midori) == {"127.0.0.1:8000"}
    assert proof_address(domain) == "https://go.sakura.example/s/-proof/t"
