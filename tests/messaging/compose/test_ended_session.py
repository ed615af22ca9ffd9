"""A session that ended, or a token that is too old, while somebody typed."""

from django.test import Client

from customers.models import Customer
from tests.messaging.compose.conftest import (
    KEY,
    QUICK,
    buttons_of,
    composer_of,
    form,
    hidden,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TYPED = {
    "body": "お車の点検が終わりました。\r\nお待ちしております。",
    "subject": "点検",
    "memo": "鍵は事務所",
}
AGAIN = "Nothing has been sent. What you had typed is here again: please check it and press the button."


def test_what_was_to_be_sent_when_the_session_had_ended_is_in_the_composer_after_sign_in(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    client = staff
    client.get(composer_of(taro))
    client.cookies.pop("sessionid")
    for step in ("confirm", "send"):
        response = client.post(composer_of(taro), form(step, **TYPED))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/stores/sakura-auto/send/customers/")
    kept = "What you typed is kept, and nothing has been sent or saved"
    assert kept in client.get(response["Location"], headers={"Accept-Language": "en"}).content.decode()
    assert kept not in Client().get(response["Location"], headers={"Accept-Language": "en"}).content.decode()
    client.post(
        response["Location"], {"login": shops.sakura_staff.user.email, "password": "correct-horse-battery"}
    )
    opened = client.get(composer_of(taro))
    assert AGAIN in words(opened)
    assert typed(opened) == TYPED
    assert hidden(opened) == {"key": str(KEY)}
    assert buttons_of(opened) == ["confirm"]
    assert sent_messages() == []
    assert typed(client.get(composer_of(taro))) == {"body": "", "subject": "", "memo": ""}


def test_pasted_numbers_survive_an_ended_session_too(shops: Shops, staff: Client) -> None:
    numbers = "佐藤\t090-1234-5678\r\n\r\n03-1234-5678"
    staff.get(QUICK)
    session = staff.cookies.pop("sessionid")
    staff.post(QUICK, form("send", **TYPED, numbers=numbers))
    parked = staff.cookies["sessionid"].value
    assert parked != session.value
    staff.post(
        "/accounts/login/", {"login": shops.sakura_staff.user.email, "password": "correct-horse-battery"}
    )
    opened = staff.get(QUICK)
    assert AGAIN in words(opened)
    assert typed(opened) == {"numbers": numbers, **TYPED}
    assert "2 lines 1 will be sent 1 cannot be used" in words(opened)
    assert sent_messages() == []


def test_a_form_with_an_old_token_is_not_sent_and_not_lost(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff.cookies
    response = strict.post(composer_of(taro), form("send", **TYPED))
    assert response.status_code == 403
    assert f'href="{composer_of(taro)}"' in response.content.decode()
    opened = strict.get(composer_of(taro))
    assert (typed(opened), AGAIN in words(opened)) == (TYPED, True)
    assert sent_messages() == []
