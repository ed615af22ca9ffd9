"""A message is taken back until it is handed over, and not a moment later."""

import pytest
from django.test import Client

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from messaging.models import Message, Reason, State
from tests.conftest import SignIn
from tests.messaging.factories import make_message
from tests.messaging.history.reading import words
from tests.shops import Shops

PATH = "/stores/sakura-auto/messages/"
_BUTTON = 'id="message-cancel-yes"'


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def standing(message: Message) -> dict[str, object]:
    with store_scope(message.store_id):
        row: dict[str, object] = Message.objects.filter(pk=message.pk).values().get()
    return row


def audited(message: Message) -> list[str]:
    with store_scope(message.store_id):
        return list(AuditEntry.objects.filter(object_id=str(message.pk)).values_list("action", flat=True))


@pytest.mark.parametrize("state", [State.PLANNED, State.SCHEDULED, State.CLAIMED])
def test_what_has_not_left_is_taken_back_and_keeps_the_time(
    shops: Shops, client: Client, state: State
) -> None:
    message = make_message(shops.sakura_staff, state=state)
    assert _BUTTON in client.get(f"{PATH}{message.pk}/").content.decode()
    answer = client.post(f"{PATH}{message.pk}/cancel/?state=waiting", follow=True)
    assert answer.redirect_chain == [(f"{PATH}{message.pk}/?state=waiting#message", 302)]
    assert "送信前に配信を取り消しました。" in words(answer)
    row = standing(message)
    assert (row["state"], row["reason"], row["closed_at"] is not None) == (
        "cancelled",
        Reason.BY_PERSON,
        True,
    )
    assert audited(message) == ["message.cancelled"]
    shown = client.get(f"{PATH}{message.pk}/")
    assert "配信取消" in words(shown)
    assert "取消日時 20" in words(shown)
    assert _BUTTON not in shown.content.decode()


@pytest.mark.parametrize("state", sorted(set(State) - {State.PLANNED, State.SCHEDULED, State.CLAIMED}))
def test_what_has_left_or_is_over_cannot_be_taken_back_and_says_why(
    shops: Shops, client: Client, state: State
) -> None:
    message = make_message(shops.sakura_staff, state=state)
    before = standing(message)
    page = client.get(f"{PATH}{message.pk}/")
    assert _BUTTON not in page.content.decode()
    assert 'disabled aria-describedby="cancel-obstacle"' in page.content.decode()
    answer = client.post(f"{PATH}{message.pk}/cancel/", follow=True)
    assert "取り消せませんでした。" in words(answer)
    assert (standing(message), audited(message)) == (before, [])


def test_a_second_click_changes_nothing_more(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff)
    client.post(f"{PATH}{message.pk}/cancel/")
    first = standing(message)
    answer = client.post(f"{PATH}{message.pk}/cancel/", follow=True)
    assert "取り消せませんでした。" in words(answer)
    assert (standing(message), audited(message)) == (first, ["message.cancelled"])


def test_looking_at_the_address_takes_nothing_back(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_staff)
    before = standing(message)
    assert client.get(f"{PATH}{message.pk}/cancel/").status_code == 405
    assert standing(message) == before


def test_who_may_not_send_may_not_take_back_either(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura_staff.withheld_permissions = ["messages.send"]
    shops.sakura_staff.save()
    message = make_message(shops.sakura_manager)
    before = standing(message)
    client = sign_in(shops.sakura_staff)
    page = client.get(f"{PATH}{message.pk}/")
    assert _BUTTON not in page.content.decode()
    assert "メッセージを取り消す権限がありません。" in words(page)
    assert client.post(f"{PATH}{message.pk}/cancel/").status_code == 403
    assert (standing(message), audited(message)) == (before, [])


def test_a_forged_form_takes_nothing_back(shops: Shops) -> None:
    message = make_message(shops.sakura_staff)
    before = standing(message)
    client = Client(enforce_csrf_checks=True)
    client.force_login(shops.sakura_staff.user, backend="accounts.web.sign_in.Backend")
    assert client.post(f"{PATH}{message.pk}/cancel/").status_code == 403
    assert standing(message) == before


def test_who_may_not_see_messages_takes_back_only_the_own(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura_staff.withheld_permissions = ["messages.view"]
    shops.sakura_staff.save()
    own, theirs = make_message(shops.sakura_staff), make_message(shops.sakura_manager)
    before = standing(theirs)
    client = sign_in(shops.sakura_staff)
    assert client.post(f"{PATH}{theirs.pk}/cancel/").status_code == 404
    assert (standing(theirs), audited(theirs)) == (before, [])
    answer = client.post(f"{PATH}{own.pk}/cancel/", follow=True)
    assert answer.redirect_chain == [(f"/stores/sakura-auto/send/done/{own.dispatch_id}/", 302)]
    assert "送信前に配信を取り消しました。" in words(answer)
    assert (standing(own)["state"], audited(own)) == ("cancelled", ["message.cancelled"])


def test_a_colleagues_message_is_taken_back_by_who_may_see_it(shops: Shops, client: Client) -> None:
    message = make_message(shops.sakura_manager)
    assert client.post(f"{PATH}{message.pk}/cancel/").status_code == 302
    assert standing(message)["state"] == "cancelled"
