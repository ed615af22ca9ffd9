"""settings/tokens/: the owner lets programs in and shuts them out."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import ApiToken, Membership, Role
from accounts.tenancy.scope import store_scope
from tests.conftest import SignIn
from tests.programs import MESSAGES, Program, program_of
from tests.shops import Shops

PAGE = "/stores/sakura-auto/settings/tokens/"


def in_force(shops: Shops) -> list[tuple[str, list[str]]]:
    with store_scope(shops.sakura.pk):
        found = ApiToken.objects.filter(revoked_at__isnull=True).order_by("id")
        return list(found.values_list("name", "scopes"))


def test_a_new_token_is_shown_once_and_works_until_it_is_revoked(shops: Shops, sign_in: SignIn) -> None:
    owner = sign_in(shops.sakura_owner)
    # A redirect, so that a reload of what came does not make another.
    answer = owner.post(PAGE, {"name": "<till>", "scopes": ["send", "read"]}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    [secret] = re.findall(r"sms_[0-9a-f]{8}_[\w-]{43}", answer.content.decode())
    assert secret not in str(dict(owner.session))
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    assert in_force(shops) == [("<till>", ["read", "send"])]
    listed = owner.get(PAGE).content.decode()
    assert (secret in listed, escape("<till>") in listed, "<till>" in listed) == (False, True, False)
    with store_scope(shops.sakura.pk):
        token = ApiToken.objects.get()
    program = Program(token, secret)
    assert program.get(MESSAGES).status_code == 200
    sent = program.post(MESSAGES, {"to": "09012345678", "body": "お知らせ"}).json()["id"]
    for page in (f"/stores/sakura-auto/messages/{sent}/", "/stores/sakura-auto/messages/"):
        assert "API: &lt;till&gt;" in owner.get(page).content.decode()
    assert owner.get(f"{PAGE}{token.pk}/revoke/").status_code == 200
    assert in_force(shops) != []
    for _ in range(2):
        assert owner.post(f"{PAGE}{token.pk}/revoke/").status_code == 302
    assert (in_force(shops), program.get(MESSAGES).status_code) == ([], 401)


def test_a_name_in_force_is_not_given_twice_and_is_free_again_once_revoked(
    shops: Shops, sign_in: SignIn
) -> None:
    owner = sign_in(shops.sakura_owner)
    form = {"name": "till", "scopes": ["send"]}
    assert owner.post(PAGE, form).status_code == 302
    for name in ("till", " Till "):
        answer = owner.post(PAGE, form | {"name": name})
        assert (answer.status_code, "同じ名前の有効なトークンがあります。" in answer.content.decode()) == (
            422,
            True,
        )
    assert in_force(shops) == [("till", ["send"])]
    with store_scope(shops.sakura.pk):
        token = ApiToken.objects.get()
    owner.post(f"{PAGE}{token.pk}/revoke/")
    assert owner.post(PAGE, form).status_code == 302
    assert in_force(shops) == [("till", ["send"])]


def test_a_token_is_shown_on_the_page_of_its_own_store_only(shops: Shops, sign_in: SignIn) -> None:
    Membership.objects.create(store=shops.midori, user=shops.sakura_owner.user, role=Role.OWNER)
    owner = sign_in(shops.sakura_owner)
    owner.post(PAGE, {"name": "till", "scopes": ["send"]})
    shown = [
        "user-select-all" in owner.get(page).content.decode()
        for page in (PAGE.replace("sakura-auto", "midori-estate"), PAGE, PAGE)
    ]
    assert shown == [False, True, False]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "till"},
        {"name": "", "scopes": ["send"]},
        {"name": "x", "scopes": ["all"]},
        {"name": "x", "scopes": ["campaigns"]},
        {"name": "till\u202egnp", "scopes": ["send"]},
        {"name": "ti\u200bll", "scopes": ["send"]},
        {"name": "ti\x1bll", "scopes": ["send"]},
        {"name": "ti\u2028ll", "scopes": ["send"]},
    ],
)
def test_without_a_name_or_with_no_scope_nothing_is_made(
    shops: Shops, sign_in: SignIn, typed: dict[str, str]
) -> None:
    answer = sign_in(shops.sakura_owner).post(PAGE, typed)
    assert (answer.status_code, in_force(shops)) == (422, [])


@pytest.mark.parametrize("role", ["staff", "manager"])
def test_nobody_but_the_owner_sees_or_makes_tokens(shops: Shops, sign_in: SignIn, role: str) -> None:
    token = program_of(shops.sakura).token
    client: Client = sign_in(getattr(shops, f"sakura_{role}"))
    assert PAGE not in client.get("/stores/sakura-auto/").content.decode()
    answers = [
        client.get(PAGE),
        client.post(PAGE, {"name": "x", "scopes": ["send"]}),
        client.post(f"{PAGE}{token.pk}/revoke/"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert in_force(shops) == [("shop", ["read", "send"])]
    assert PAGE in sign_in(shops.sakura_owner).get("/stores/sakura-auto/").content.decode()
