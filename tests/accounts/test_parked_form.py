"""What somebody typed and could not send comes back to that person, and to nobody else."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Membership
from accounts.web.parked_form import KEPT_FOR_SECONDS
from tests.conftest import SignIn
from tests.shops import PASSWORD, Shops

NEW = "/stores/sakura-auto/customers/new/"
TYPED = {"name": "山田 太郎", "notes": "鍵は事務所"}


@pytest.fixture
def browser(shops: Shops, sign_in: SignIn) -> Client:
    """A browser on which the staff member's session has ended."""
    client = sign_in(shops.sakura_staff)
    client.get(NEW)
    end_session(client)
    return client


def end_session(client: Client) -> None:
    Session.objects.filter(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).delete()


def sign_in_as(client: Client, member: Membership) -> None:
    answer = client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert answer.status_code == 302


def shown(client: Client) -> dict[str, Any]:
    """What the form holds when its page is opened."""
    form = client.get(NEW).context["form"]
    return {name: form[name].value() or "" for name in TYPED}


EMPTY = dict.fromkeys(TYPED, "")


def parked(client: Client) -> Any:
    return client.session.get("parked_form")


def test_it_comes_back_once_to_the_person_who_typed_it(shops: Shops, browser: Client) -> None:
    browser.post(NEW, TYPED)
    sign_in_as(browser, shops.sakura_staff)
    assert [shown(browser), shown(browser)] == [TYPED, EMPTY]


def test_after_an_hour_nobody_gets_it_back_and_no_session_holds_it(shops: Shops, browser: Client) -> None:
    browser.post(NEW, TYPED)
    assert browser.session.get_expiry_age() == KEPT_FOR_SECONDS
    sign_in_as(browser, shops.sakura_staff)
    # Whoever has signed in stays signed in for longer.
    assert browser.session.get("_session_expiry") != KEPT_FOR_SECONDS
    session = browser.session
    session["parked_form"] = parked(browser) | {"at": parked(browser)["at"] - KEPT_FOR_SECONDS}
    session.save()
    browser.get("/stores/sakura-auto/")
    assert parked(browser) is None
    assert shown(browser) == EMPTY


def test_whoever_signs_in_instead_on_that_browser_does_not_see_it(shops: Shops, browser: Client) -> None:
    browser.post(NEW, TYPED)
    sign_in_as(browser, shops.sakura_manager)
    assert shown(browser) == EMPTY
    assert parked(browser) is None


def test_it_comes_back_after_a_form_with_an_old_token_in_a_session_that_lives(
    shops: Shops, sign_in: SignIn
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(shops.sakura_staff).cookies
    assert strict.post(NEW, TYPED).status_code == 403
    assert shown(strict) == TYPED


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "x" * 32, "smsnotify_person": "1:forged:signature"}])
def test_a_strangers_form_is_not_kept(shops: Shops, cookies: dict[str, str]) -> None:
    stranger = Client()
    for name, value in cookies.items():
        stranger.cookies[name] = value
    assert stranger.post(NEW, TYPED).status_code == 302
    assert Session.objects.count() == 0


def test_a_password_is_never_kept(shops: Shops, sign_in: SignIn, browser: Client) -> None:
    browser.post(NEW, TYPED | {"password": "a", "oldpassword": "b", "new_Password1": "c"})
    assert parked(browser)["typed"] == {name: [value] for name, value in TYPED.items()}


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/change/", "/accounts/language/"])
def test_only_forms_of_a_stores_pages_are_kept(shops: Shops, sign_in: SignIn, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(shops.sakura_staff).cookies
    assert strict.post(path, {"login": "somebody", "secret": "x"}).status_code == 403
    assert parked(strict) is None


def test_the_note_of_who_was_signed_in_is_signed_and_out_of_reach_of_scripts(
    shops: Shops, sign_in: SignIn
) -> None:
    client = sign_in(shops.sakura_staff)
    client.get(NEW)
    note = client.cookies["smsnotify_person"]
    assert (note["httponly"], note["samesite"]) == (True, "Lax")
    assert note.value.split(":")[0] == str(shops.sakura_staff.user.pk)
    assert len(note.value.split(":")) == 3
    assert "smsnotify_person" not in client.get(NEW).cookies
