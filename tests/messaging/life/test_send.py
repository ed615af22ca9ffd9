"""From a wish to rows: each person once, with one outcome; the same form twice is one decision."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry, Permission, Store
from accounts.tenancy.scope import store_scope
from customers.domain.suppress_number import suppress_number
from messaging.domain.plan import KeyTaken
from messaging.domain.problems import Refused
from messaging.models import Dispatch, GatewayGrant, Message, MessageText
from tests.messaging.life.conftest import SendTo, ToldGateway, states
from tests.shops import Shops

A, B, C = "+819012345678", "+818012345678", "+817012345678"


def test_a_wish_becomes_one_frozen_text_and_one_waiting_message_for_each_person(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    planned = send_to(shops.sakura_staff, A, B, body="  か゛くせい様\r\n" + "あ" * 70 + "\n")
    with store_scope(shops.sakura.pk):
        texts = MessageText.objects.order_by("message_id").values_list(
            "phone", "body", "length", "parts_docomo", "parts_au", "parts_softbank", "parts_rakuten"
        )
        body = "がくせい様\n" + "あ" * 70
        assert list(texts) == [(A, body, 76, 2, 2, 1, 2), (B, body, 76, 2, 2, 1, 2)]
        assert planned.dispatch.lane == "urgent"
        assert len(planned.dispatch.subject) == 14
        line = AuditEntry.objects.get(action="dispatch.planned")
        assert (line.actor, line.object_id) == (shops.sakura_staff, str(planned.dispatch.pk))
        assert line.details == {"messages": 2, "withheld": 0, "purpose": "notice"}
    assert states() == [("scheduled", ""), ("scheduled", "")]
    assert gateway.handed == []


def test_the_same_form_submitted_twice_makes_one_message(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    key = uuid.uuid4()
    first = send_to(shops.sakura_staff, A, key=key)
    second = send_to(shops.sakura_staff, A, key=key)
    assert (first.fresh, second.fresh) == (True, False)
    assert first.dispatch == second.dispatch
    assert states() == [("scheduled", "")]


def test_the_same_form_with_another_text_is_refused_and_sends_nothing(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    key = uuid.uuid4()
    first = send_to(shops.sakura_staff, A, key=key)
    with pytest.raises(KeyTaken) as taken:
        send_to(shops.sakura_staff, A, key=key, body="another text")
    assert taken.value.dispatch == first.dispatch
    assert states() == [("scheduled", "")]


def test_another_store_may_use_the_same_key(shops: Shops, gateway: ToldGateway, send_to: SendTo) -> None:
    key = uuid.uuid4()
    assert send_to(shops.sakura_staff, A, key=key).fresh
    assert send_to(shops.midori_staff, A, key=key).fresh
    assert len(states()) == 2


def test_whoever_is_stopped_is_recorded_with_the_reason_and_the_others_go(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=B, reason="at_request")
    send_to(shops.sakura_staff, A, B, C)
    assert states() == [("scheduled", ""), ("withheld", "suppressed"), ("scheduled", "")]


def test_a_stop_at_one_store_does_not_bind_a_store_of_another_legal_entity(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=A, reason="at_request")
    send_to(shops.midori_staff, A)
    assert states() == [("scheduled", "")]


def test_a_stop_takes_back_what_waits_for_that_number_and_nothing_else(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    send_to(shops.sakura_staff, A, B)
    send_to(shops.midori_staff, A)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=shops.sakura_staff, phone=A, reason="complaint")
    assert states() == [("cancelled", "suppressed"), ("scheduled", ""), ("scheduled", "")]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(Store.Status.SUSPENDED, "store_suspended"), (Store.Status.TRIAL, "store_in_trial")],
)
def test_a_store_that_may_not_send_withholds_everything_and_says_why(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, status: str, reason: str
) -> None:
    shops.sakura.status = status
    shops.sakura.save()
    shops.sakura_staff.refresh_from_db()
    send_to(shops.sakura_staff, A)
    assert states() == [("withheld", reason)]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("", ["empty_body"]),
        (" \r\n\t ", ["empty_body"]),
        ("あ" * 661, ["body_too_long"]),
        ("予約😀です", ["unsendable_character"]),
        ("予約\x07です", ["unsendable_character"]),
        ("😀" * 400, ["body_too_long", "unsendable_character"]),
    ],
)
def test_a_text_that_cannot_be_a_message_is_refused_and_nothing_is_made(
    shops: Shops, gateway: ToldGateway, send_to: SendTo, body: str, codes: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        send_to(shops.sakura_staff, A, body=body)
    assert [problem.code for problem in refused.value.problems] == codes
    with store_scope(shops.sakura.pk):
        assert not Dispatch.objects.exists()
        assert not Message.objects.exists()


def test_the_stores_own_limit_holds_to_the_character(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    shops.sakura.body_limit = 70
    shops.sakura.save()
    shops.sakura_staff.refresh_from_db()
    send_to(shops.sakura_staff, A, body="あ" * 70)
    with pytest.raises(Refused):
        send_to(shops.sakura_staff, B, body="あ" * 71)
    assert states() == [("scheduled", "")]


def test_without_a_line_nothing_is_made(shops: Shops, send_to: SendTo) -> None:
    with store_scope(shops.sakura.pk):
        GatewayGrant.objects.all().delete()
    with pytest.raises(Refused) as refused:
        send_to(shops.sakura_staff, A)
    assert [problem.code for problem in refused.value.problems] == ["no_gateway"]
    assert states() == []


def test_a_person_without_the_permission_sends_nothing(
    shops: Shops, gateway: ToldGateway, send_to: SendTo
) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND.value]
    with pytest.raises(PermissionDenied):
        send_to(shops.sakura_staff, A)
    assert states() == []
