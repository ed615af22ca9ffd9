"""Who is let in: tokens are shown once, kept as a hash, and shut out at once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.issue_token import issue_token, revoke_token
from accounts.models import ApiToken, AuditEntry, Scope
from accounts.queries.tokens import digest_of
from accounts.tenancy import scope
from accounts.tenancy.scope import platform_scope, store_scope
from tests.conftest import SignIn
from tests.programs import MESSAGES, PROBLEM, Program, problem, program_of
from tests.shops import Shops

WITHOUT = problem(401, "Unauthorized", "Authentication credentials were not provided.")
REFUSED = problem(401, "Unauthorized", "This token lets nobody in: it is unknown, or was revoked.")


def asked(**headers: str) -> Any:
    return Client().get(MESSAGES, headers={"Accept-Language": "en", **headers})


def test_a_token_is_long_random_and_kept_as_its_hash_only(shops: Shops) -> None:
    program = program_of(shops.sakura)
    token = program.token
    begin, prefix, secret = program.secret.split("_", 2)
    assert (begin, prefix, len(secret)) == ("sms", token.prefix, 43)
    assert token.digest == digest_of(program.secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitoken AS t")
        assert secret not in cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_auditentry AS t")
        assert all(secret not in row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, WITHOUT),
        ("Basic b3duZXI6cGFzcw==", WITHOUT),
        ("Bearer", REFUSED),
        ("Bearer ", REFUSED),
        ("Bearer sms_00000000_" + "A" * 43, REFUSED),
        ("Bearer " + "あ".encode().decode("latin-1"), REFUSED),
        ("Bearer " + "x" * 5000, REFUSED),
    ],
)
def test_without_a_token_in_force_nobody_is_let_in(
    shops: Shops, header: str | None, expected: dict[str, Any]
) -> None:
    answer = asked(**({"Authorization": header} if header else {}))
    assert (answer.status_code, answer.json()) == (401, expected)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="smsnotify"'
    assert answer.headers["Content-Type"] == PROBLEM


def test_a_signed_in_persons_cookie_counts_for_nothing(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(shops.sakura_owner)
    assert client.post(MESSAGES, "{}", content_type="application/json").status_code == 401


def test_a_revoked_token_lets_nobody_in_from_the_next_request_on(shops: Shops, sakura: Program) -> None:
    assert sakura.get(MESSAGES).status_code == 200
    with store_scope(shops.sakura.pk):
        assert revoke_token(actor=shops.sakura_owner, token=sakura.token)
        assert not revoke_token(actor=shops.sakura_owner, token=sakura.token)
        lines = AuditEntry.objects.filter(action="token.revoked").values_list("actor_id", "object_id")
        assert list(lines) == [(shops.sakura_owner.pk, str(sakura.token.pk))]
    answer = sakura.get(MESSAGES)
    assert (answer.status_code, answer.json()) == (401, REFUSED)
    with store_scope(shops.sakura.pk):
        sakura.token.refresh_from_db()
    assert not any(sakura.token.may(permission) for permission in ["messages.view", "messages.send"])  # type: ignore[arg-type]


def test_letting_in_and_shutting_out_is_the_owners(shops: Shops, sakura: Program) -> None:
    with store_scope(shops.sakura.pk):
        for member in (shops.sakura_staff, shops.sakura_manager, shops.midori_owner):
            with pytest.raises(PermissionDenied):
                issue_token(store=shops.sakura, actor=member, name="x", scopes=[Scope.READ])
        for member in (shops.sakura_staff, shops.sakura_manager):
            with pytest.raises(PermissionDenied):
                revoke_token(actor=member, token=sakura.token)
        issued = issue_token(
            store=shops.sakura, actor=shops.sakura_owner, name=" till ", scopes=[Scope.SEND, Scope.READ]
        )
        line = AuditEntry.objects.get(action="token.issued", actor=shops.sakura_owner)
        assert ApiToken.objects.count() == 2
    assert (issued.token.name, issued.token.scopes) == ("till", ["read", "send"])
    assert line.details == {"name": "till", "prefix": issued.token.prefix, "scopes": ["read", "send"]}


@pytest.mark.parametrize(("name", "scopes"), [("", [Scope.SEND]), ("x" * 61, [Scope.SEND]), ("x", [])])
def test_a_token_has_a_name_and_a_scope(shops: Shops, name: str, scopes: list[Scope]) -> None:
    with store_scope(shops.sakura.pk):
        with pytest.raises(ValidationError):
            issue_token(store=shops.sakura, actor=None, name=name, scopes=scopes)
        assert not ApiToken.objects.exists()


def test_its_last_use_is_noted_once_a_minute_and_not_with_every_request(sakura: Program) -> None:
    def noted() -> Any:
        with platform_scope("a test reads what there is"):
            return ApiToken.objects.values_list("last_used_at", flat=True).get()

    assert noted() is None
    sakura.get(MESSAGES)
    first = noted()
    with CaptureQueriesContext(connection) as queries:
        sakura.get(MESSAGES)
    assert noted() == first
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
    with platform_scope("a test lets time pass"):
        ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    sakura.get(MESSAGES)
    assert noted() > first - timedelta(seconds=1)


def test_the_scope_of_a_request_ends_with_it_however_it_ends(sakura: Program) -> None:
    for answer in (
        sakura.get(MESSAGES),
        sakura.get(f"{MESSAGES}/1"),
        sakura.post(MESSAGES, {"to": "x"}),
        sakura.ask("DELETE", MESSAGES),
        asked(),
    ):
        assert answer.status_code in {200, 401, 404, 405, 422}
        with pytest.raises(scope.ScopeMissing):
            scope.current_scope()


def test_a_token_is_made_listed_and_revoked_on_the_command_line(
    shops: Shops, capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(*arguments: str) -> Any:
        call_command(*arguments)
        return json.loads(capsys.readouterr().out)

    made = printed("create_token", "sakura-auto", "--name", "till", "--scopes", "send,read", "--json")
    answer = asked(Authorization=f"Bearer {made['token']}")
    assert answer.status_code == 200
    expected = {"store": "sakura-auto", "name": "till", "scopes": ["read", "send"]}
    assert {name: made[name] for name in expected} == expected
    [listed] = printed("tokens", "sakura-auto", "--json")
    assert listed["prefix"] == made["prefix"]
    assert (listed["last_used_at"] is None, listed["revoked_at"]) == (False, None)
    [revoked] = printed("tokens", "sakura-auto", "--revoke", made["prefix"], "--json")
    assert revoked["revoked_at"] is not None
    assert asked(Authorization=f"Bearer {made['token']}").status_code == 401
    assert printed("tokens", "midori-estate", "--json") == []
    for wrong in (
        ("create_token", "nowhere", "--name", "x", "--scopes", "send"),
        ("create_token", "sakura-auto", "--name", "x", "--scopes", "send,all"),
        ("create_token", "sakura-auto", "--name", "", "--scopes", "send"),
        ("tokens", "nowhere"),
        ("tokens", "sakura-auto", "--revoke", made["prefix"]),
    ):
        with pytest.raises(CommandError):
            call_command(*wrong)
