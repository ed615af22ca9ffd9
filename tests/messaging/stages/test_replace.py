"""Edit = cancel and prepare again: one dispatch takes another's place, or nothing happens."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.suppress_number import suppress_number
from messaging.domain.cancel import cancel_dispatch
from messaging.domain.compose import Recipient, Wish
from messaging.domain.plan import KeyTaken
from messaging.domain.problems import Refused
from messaging.domain.send_test import send_test
from messaging.models import Dispatch, Message, State, TestNumber
from tests.customers.test_same_moment import while_uncommitted
from tests.messaging.stages.wished import A, B, C, ahead, errors, rows, sent, wish
from tests.shops import Shops

pytestmark = pytest.mark.django_db


def tomorrow(body: str, **given: object) -> Wish:
    at = timezone.now() + timedelta(days=1)
    return wish(Recipient(A), Recipient(B), body=body, send_at=at, **given)


def test_the_old_is_cancelled_and_the_new_one_waits(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    new = sent(shops.sakura_staff, tomorrow("新しい", replaces=old.dispatch.pk))
    assert [(text, state) for _, _, text, state in rows()] == [
        ("古い", "cancelled"), ("古い", "cancelled"), ("新しい", "scheduled"), ("新しい", "scheduled"),
    ]  # fmt: skip
    assert new.dispatch.replaces_id == old.dispatch.pk
    with platform_scope("a test looks at everything"):
        actions = list(AuditEntry.objects.order_by("id").values_list("action", "object_id"))
    assert actions == [
        ("dispatch.planned", str(old.dispatch.pk)),
        ("dispatch.cancelled", str(old.dispatch.pk)),
        ("dispatch.planned", str(new.dispatch.pk)),
    ]


def test_the_same_form_twice_replaces_once(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    asked = tomorrow("新しい", replaces=old.dispatch.pk, key=uuid.uuid4())
    assert [sent(shops.sakura_staff, asked).fresh for _ in range(2)] == [True, False]
    assert len(rows()) == 4


@pytest.mark.parametrize("state", [State.ACCEPTED, State.SUBMITTING, State.DELIVERED, State.UNKNOWN])
def test_where_anything_of_the_old_has_left_nothing_happens(shops: Shops, state: State) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    with platform_scope("a worker's"):
        Message.objects.filter(pk=old.message_ids[0]).update(state=state)
    asked = tomorrow("新しい", replaces=old.dispatch.pk)
    assert errors(ahead(shops.sakura_staff, asked)) == [("replaces", "has_left")]
    with pytest.raises(Refused) as refused:
        sent(shops.sakura_staff, asked)
    assert [problem.code for problem in refused.value.problems] == ["has_left"]
    assert [state for *_, state in rows()] == [state, "scheduled"]


def test_a_second_person_finds_that_it_was_prepared_again_already(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    sent(shops.sakura_staff, tomorrow("新しい", replaces=old.dispatch.pk))
    late = tomorrow("別の", replaces=old.dispatch.pk)
    assert errors(ahead(shops.sakura_manager, late)) == [("replaces", "replaced_already")]
    with platform_scope("a test looks at everything"):
        assert Dispatch.objects.count() == 2


def test_a_wish_that_is_wrong_leaves_the_old_as_it_is(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    with pytest.raises(Refused):
        sent(shops.sakura_staff, tomorrow("[[氏名", replaces=old.dispatch.pk))
    assert [state for *_, state in rows()] == ["scheduled", "scheduled"]


def test_another_stores_dispatch_is_as_little_there_as_none(shops: Shops) -> None:
    theirs = sent(shops.midori_staff, tomorrow("よその店"))
    for dispatch_id in (theirs.dispatch.pk, 10**9):
        with pytest.raises(Http404):
            sent(shops.sakura_staff, tomorrow("新しい", replaces=dispatch_id))
    assert [state for *_, state in rows()] == ["scheduled", "scheduled"]


def test_a_form_that_was_sent_with_another_text_takes_nothing_back(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    other = sent(shops.sakura_staff, tomorrow("別の"))
    with pytest.raises(KeyTaken):
        sent(shops.sakura_staff, tomorrow("新しい", replaces=old.dispatch.pk, key=other.dispatch.key))
    assert [state for *_, state in rows()] == ["scheduled"] * 4
    with platform_scope("a test looks at everything"):
        assert AuditEntry.objects.filter(action="dispatch.cancelled").count() == 0


def test_an_old_send_of_which_somebody_was_withheld_can_be_prepared_again(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=B, reason="at_request")
    old = sent(shops.sakura_staff, tomorrow("古い"))
    sent(shops.sakura_staff, tomorrow("新しい", replaces=old.dispatch.pk))
    assert [state for *_, state in rows()] == ["cancelled", "withheld", "scheduled", "withheld"]


def test_a_test_from_an_open_edit_leaves_what_is_scheduled(shops: Shops) -> None:
    old = sent(shops.sakura_staff, tomorrow("古い"))
    with store_scope(shops.sakura.pk):
        now = timezone.now()
        TestNumber.objects.create(member=shops.sakura_staff, phone=C, asked_at=now, proved_at=now)
        edited = tomorrow("新しい", replaces=old.dispatch.pk)
        send_test(actor=shops.sakura_staff, wish=edited, key=uuid.uuid4())
    assert [(phone, text, state) for phone, _, text, state in rows()] == [
        (A, "古い", "scheduled"), (B, "古い", "scheduled"), (C, "新しい", "scheduled"),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_prepare_it_again_at_the_same_moment_one_does(shops: Shops) -> None:
    # What was cancelled before can be prepared again too: then only the dispatch itself keeps them apart.
    old = sent(shops.sakura_staff, tomorrow("古い"))
    with store_scope(shops.sakura.pk):
        cancel_dispatch(actor=shops.sakura_staff, dispatch=old.dispatch)
    refused: list[str] = []

    def second() -> None:
        try:
            sent(shops.sakura_manager, tomorrow("二人目", replaces=old.dispatch.pk))
        except Refused as error:
            refused.extend(problem.code for problem in error.problems)

    while_uncommitted(
        shops.sakura,
        lambda: sent(shops.sakura_staff, tomorrow("一人目", replaces=old.dispatch.pk)),
        second,
    )
    assert refused == ["replaced_already"]
    assert [(text, state) for _, _, text, state in rows()] == [
        ("古い", "cancelled"), ("古い", "cancelled"), ("一人目", "scheduled"), ("一人目", "scheduled"),
    ]  # fmt: skip
