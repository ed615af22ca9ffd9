"""A member's own handset: a code proves it, and only then it counts."""

from html import escape
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Membership, Permission, Store
from accounts.tenancy.scope import store_scope
from customers.domain.suppress_number import suppress_number
from customers.models import NumberCheck
from messaging.models import Message, MessageText, TestNumber
from messaging.queries import test_numbers
from tests.conftest import SignIn
from tests.customers.pages import errors_shown, text_of
from tests.customers.sign_up.conftest import code_in
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of

ADDRESS = "/stores/sakura-auto/settings/sending/test-number/"
OWN, OTHER = "+819011112222", "+819033334444"
TYPED = {OWN: "090-1111-2222", OTHER: "090-3333-4444"}


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def asks(client: Client, phone: str = OWN) -> Any:
    return client.post(ADDRESS, {"step": "ask", "phone": TYPED[phone]})


def codes(store: Store, phone: str = OWN) -> list[str]:
    with store_scope(store.pk):
        return [code_in(text.body) for text in MessageText.objects.filter(phone=phone).order_by("message_id")]


def tells(client: Client, code: str) -> Any:
    return client.post(ADDRESS, {"step": "code", "code": code})


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def proved(member: Membership) -> str | None:
    with store_scope(member.store_id):
        found = test_numbers.test_number_of(member)
        return found.phone if found else None


def counted(store: Store, *phones: str) -> set[str]:
    with store_scope(store.pk):
        return test_numbers.proved_numbers(store, phones)


def is_redirect(answer: Any) -> bool:
    return (answer.status_code, answer.headers.get("Location")) == (302, ADDRESS)


def test_a_number_counts_once_its_code_has_been_told(shops: Shops, client: Client) -> None:
    others = everything_of("midori-estate")
    assert is_redirect(asks(client))
    [code] = codes(shops.sakura)
    assert (proved(shops.sakura_staff), counted(shops.sakura, OWN)) == (None, set())
    assert "090-1111-2222" in text_of(client.get(ADDRESS))
    refused = tells(client, wrong(code))
    assert (refused.status_code, len(errors_shown(refused)), proved(shops.sakura_staff)) == (422, 1, None)
    assert is_redirect(tells(client, f" {code[:3]}-{code[3:]}"))
    assert (proved(shops.sakura_staff), counted(shops.sakura, OWN, OTHER)) == (OWN, {OWN})
    assert (proved(shops.sakura_manager), counted(shops.midori, OWN)) == (None, set())
    assert everything_of("midori-estate") == others
    with store_scope(shops.sakura.pk):
        check = NumberCheck.objects.get()
        assert (check.occasion, check.confirmed_at is not None, check.customer_id) == ("team", True, None)
        told = AuditEntry.objects.filter(action__startswith="test_number").values_list("action", "details")
        assert list(told) == [("test_number.proved", {"phone": "090-****-2222"})]
        assert AuditEntry.objects.filter(action="number_check.made").count() == 1


def test_telling_the_code_twice_is_telling_it_once(shops: Shops, client: Client) -> None:
    asks(client)
    [code] = codes(shops.sakura)
    tells(client, code)
    once = everything_of("sakura-auto")
    assert tells(client, code).status_code == 422
    assert everything_of("sakura-auto") == once


def test_an_earlier_number_stays_in_use_until_the_new_ones_code_is_told(shops: Shops, client: Client) -> None:
    asks(client)
    tells(client, codes(shops.sakura)[0])
    asks(client, OTHER)
    assert proved(shops.sakura_staff) == OWN
    words = text_of(client.get(ADDRESS))
    assert ("090-1111-2222" in words, "090-3333-4444" in words) == (True, True)
    tells(client, codes(shops.sakura, OTHER)[0])
    assert (proved(shops.sakura_staff), counted(shops.sakura, OWN, OTHER)) == (OTHER, {OTHER})
    with store_scope(shops.sakura.pk):
        assert TestNumber.objects.count() == 1


def test_an_older_code_no_longer_proves(shops: Shops, client: Client) -> None:
    asks(client)
    assert is_redirect(client.post(ADDRESS, {"step": "again"}))
    first, second = codes(shops.sakura)
    if first != second:
        assert tells(client, first).status_code == 422
    assert is_redirect(tells(client, second))
    assert proved(shops.sakura_staff) == OWN


def test_it_can_be_removed_and_removing_twice_is_removing_once(shops: Shops, client: Client) -> None:
    asks(client)
    tells(client, codes(shops.sakura)[0])
    for _ in range(2):
        assert is_redirect(client.post(ADDRESS, {"step": "remove"}))
    assert (proved(shops.sakura_staff), counted(shops.sakura, OWN)) == (None, set())
    with store_scope(shops.sakura.pk):
        assert AuditEntry.objects.filter(action="test_number.removed").count() == 1


def test_two_of_the_team_may_share_a_handset_and_who_leaves_counts_no_more(
    shops: Shops, client: Client, sign_in: SignIn
) -> None:
    asks(client)
    tells(client, codes(shops.sakura)[0])
    manager = sign_in(shops.sakura_manager)
    asks(manager)
    tells(manager, codes(shops.sakura)[1])
    Membership.objects.filter(pk=shops.sakura_staff.pk).update(is_active=False)
    assert counted(shops.sakura, OWN) == {OWN}
    Membership.objects.filter(pk=shops.sakura_manager.pk).update(is_active=False)
    assert counted(shops.sakura, OWN) == set()


@pytest.mark.parametrize("typed", ["", "03-1234-5678", "090", "<b>"])
def test_what_is_no_mobile_number_is_said_beside_its_field_and_stays_typed(
    shops: Shops, client: Client, typed: str
) -> None:
    before = everything_of("sakura-auto")
    page = client.post(ADDRESS, {"step": "ask", "phone": typed})
    assert (page.status_code, len(errors_shown(page))) == (422, 1)
    assert f'value="{escape(typed)}"' in page.content.decode() or not typed
    assert everything_of("sakura-auto") == before


@pytest.mark.parametrize("form", [{}, {"step": "x"}, {"step": "code", "code": "123456"}, {"step": "again"}])
def test_a_step_that_there_is_not_changes_nothing(shops: Shops, client: Client, form: dict[str, str]) -> None:
    before = everything_of("sakura-auto")
    assert client.post(ADDRESS, form).status_code == 422
    assert everything_of("sakura-auto") == before


def test_a_fourth_code_within_the_hour_is_not_sent_and_a_stopped_number_gets_none(
    shops: Shops, client: Client
) -> None:
    for _ in range(4):
        last = asks(client)
    assert (last.status_code, len(codes(shops.sakura))) == (422, 3)
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=OTHER, reason="reply_word")
    refused = asks(client, OTHER)
    assert (refused.status_code, codes(shops.sakura, OTHER)) == (422, [])
    assert (last.content == refused.content, "tone-danger" in refused.content.decode()) == (False, True)


def test_a_store_in_trial_sends_its_team_their_codes_and_a_suspended_one_none(
    shops: Shops, client: Client
) -> None:
    Store.objects.filter(pk=shops.sakura.pk).update(status=Store.Status.TRIAL)
    assert is_redirect(asks(client))
    with store_scope(shops.sakura.pk):
        assert list(Message.objects.values_list("state", "reason")) == [("scheduled", "")]
    tells(client, codes(shops.sakura)[0])
    assert proved(shops.sakura_staff) == OWN
    Store.objects.filter(pk=shops.sakura.pk).update(status=Store.Status.SUSPENDED)
    assert asks(client, OTHER).status_code == 422
    assert codes(shops.sakura, OTHER) == []


def test_who_may_not_send_has_no_test_number(shops: Shops, client: Client) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_staff.save()
    before = everything_of("sakura-auto")
    for form in (None, {"step": "ask", "phone": "090-1111-2222"}, {"step": "remove"}):
        answer = client.get(ADDRESS) if form is None else client.post(ADDRESS, form)
        assert answer.status_code == 403
    assert everything_of("sakura-auto") == before
    assert ADDRESS not in client.get("/stores/sakura-auto/").content.decode()


def test_the_persons_menu_leads_there(client: Client) -> None:
    assert f'href="{ADDRESS}"' in client.get("/stores/sakura-auto/").content.decode()
