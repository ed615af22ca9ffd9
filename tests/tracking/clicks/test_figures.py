"""What came of links, by message and by address; people once a recipient, whatever else asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.scope import store_scope
from tests.messaging.factories import make_message
from tests.shops import Shops
from tests.tracking.tapped import URL, make_code, make_hits, make_target
from tracking.models import HitKind
from tracking.queries.figures import (
    LinkFigures,
    Taps,
    TargetFigures,
    links_of_recipients,
    taps_of_recipients,
    taps_of_targets,
    target_figures,
)

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PERSON, PREVIEW, SCANNER, UNKNOWN = HitKind.PERSON, HitKind.PREVIEW, HitKind.SCANNER, HitKind.UNKNOWN


def test_a_messages_links_are_its_own_and_those_that_all_of_its_send_got(shops: Shops) -> None:
    message, other = make_message(shops.sakura_staff), make_message(shops.sakura_staff)
    own = make_target(shops.sakura_staff, origin=message.dispatch_id, position=2)
    shared = make_target(
        shops.sakura_staff, origin=message.dispatch_id, position=1, unique=False, url="https://example.jp/"
    )
    code, for_all = make_code(own, message), make_code(shared)
    make_code(make_target(shops.sakura_staff, origin=other.dispatch_id), other)
    make_hits(code, [PREVIEW, PERSON, PERSON, SCANNER, UNKNOWN], at=AT)
    make_hits(for_all, [PERSON], at=AT)
    with store_scope(shops.sakura.pk):
        found = links_of_recipients({message.pk: message.dispatch_id})
    expected_own = LinkFigures(
        link_id=code.pk,
        code=code.code,
        target_id=own.pk,
        url=URL,
        position=2,
        expires_at=None,
        recipient=message.pk,
        hits=5,
        taps=2,
        previews=1,
        scans=1,
        first_tap_at=AT + MINUTE,
        last_tap_at=AT + 2 * MINUTE,
    )
    expected_shared = replace(
        expected_own,
        link_id=for_all.pk,
        code=for_all.code,
        target_id=shared.pk,
        url="https://example.jp/",
        position=1,
        recipient=None,
        hits=1,
        taps=1,
        previews=0,
        scans=0,
        first_tap_at=AT,
        last_tap_at=AT,
    )
    assert found == {message.pk: [expected_shared, expected_own]}
    assert [(one.people, one.unclear) for one in found[message.pk]] == [(None, 0), (1, 1)]


def test_only_the_store_in_scope_is_looked_at(shops: Shops) -> None:
    theirs = make_message(shops.midori_staff)
    target = make_target(shops.midori_staff, origin=theirs.dispatch_id)
    make_hits(make_code(target, theirs), [PERSON], at=AT)
    with store_scope(shops.sakura.pk):
        assert links_of_recipients({theirs.pk: theirs.dispatch_id}) == {}
        assert taps_of_recipients([theirs.pk]) == {}
        assert taps_of_targets([target.pk]) == {}


def test_taps_of_several_links_of_a_message_are_one_person(shops: Shops) -> None:
    message, untapped = make_message(shops.sakura_staff), make_message(shops.sakura_staff)
    for position in (1, 2):
        target = make_target(shops.sakura_staff, origin=message.dispatch_id, position=position)
        make_hits(make_code(target, message), [PERSON, PERSON], at=AT + position * timedelta(hours=1))
    alone = make_target(shops.sakura_staff, origin=untapped.dispatch_id)
    make_hits(make_code(alone, untapped), [PREVIEW, SCANNER], at=AT)
    with store_scope(shops.sakura.pk):
        found = taps_of_recipients([message.pk, untapped.pk])
    assert found == {
        message.pk: Taps(4, 1, AT + timedelta(hours=1), AT + timedelta(hours=2) + MINUTE, target_id=None),
        untapped.pk: Taps(0, 0, None, None, target_id=alone.pk),
    }


def test_an_address_counts_all_of_its_codes(shops: Shops) -> None:
    target = make_target(shops.sakura_staff)
    tapped, twice, previewed, silent = (make_code(target, make_message(shops.sakura_staff)) for _ in range(4))
    make_hits(tapped, [PERSON], at=AT + timedelta(days=1))
    make_hits(twice, [PREVIEW, PERSON, PERSON, UNKNOWN], at=AT)
    make_hits(previewed, [PREVIEW, SCANNER], at=AT)
    shared = make_target(shops.sakura_staff, unique=False)
    make_hits(make_code(shared), [PERSON, PERSON], at=AT)
    untouched = make_target(shops.sakura_staff)
    with store_scope(shops.sakura.pk):
        figures = target_figures(target)
        for_all = target_figures(shared)
        nothing = target_figures(untouched)
        listed = taps_of_targets([target.pk, shared.pk, untouched.pk])
    assert figures == TargetFigures(
        codes=4,
        hits=7,
        taps=3,
        people=2,
        previews=2,
        scans=1,
        first_tap_at=AT + MINUTE,
        last_tap_at=AT + timedelta(days=1),
    )
    assert (figures.unclear, figures.untapped) == (1, 2)
    assert for_all == TargetFigures(1, 2, 2, None, 0, 0, AT, AT + MINUTE)
    assert for_all.untapped is None
    assert nothing == TargetFigures(0, 0, 0, 0, 0, 0, None, None)
    assert listed == {
        target.pk: Taps(3, 2, AT + MINUTE, AT + timedelta(days=1), target.pk),
        shared.pk: Taps(2, None, AT, AT + MINUTE, shared.pk),
    }
    assert silent.hits == 0


def test_the_queries_are_as_many_for_one_message_as_for_many(shops: Shops) -> None:
    messages = [make_message(shops.sakura_staff) for _ in range(5)]
    for message in messages:
        make_code(make_target(shops.sakura_staff, origin=message.dispatch_id), message)
    with store_scope(shops.sakura.pk), CaptureQueriesContext(connection) as captured:
        assert links_of_recipients({}) == {}
        assert taps_of_recipients([]) == {}
        assert taps_of_targets([]) == {}
        assert len(captured) == 0
        links_of_recipients({one.pk: one.dispatch_id for one in messages})
        assert len(captured) == 2
        taps_of_recipients([one.pk for one in messages])
        assert len(captured) == 3
