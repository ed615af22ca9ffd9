"""Idempotency-Key: the same request is done once and answered the same."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from accounts.domain import answer_once
from accounts.domain.answer_once import forget_answers
from accounts.models import KeptAnswer, Scope
from accounts.tenancy.scope import platform_scope
from messaging.models import Message
from tests.programs import MESSAGES, Program, problem, program_of, refusal
from tests.shops import Shops

ASKED = {"to": "09012345678", "body": "お知らせです"}
BATCH = f"{MESSAGES}/batch"
OTHERS = "This key was used with another body or token. Nothing was done; use a key of its own."


def messages() -> int:
    with platform_scope("a test counts"):
        return Message.objects.count()


def answers() -> int:
    with platform_scope("a test counts"):
        return KeptAnswer.objects.count()


def test_the_same_request_with_the_same_key_is_answered_the_same_to_the_byte(sakura: Program) -> None:
    first = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    other_order = dict(reversed(ASKED.items()))
    second = sakura.post(MESSAGES, other_order, Idempotency_Key="k-1")
    assert (first.status_code, second.status_code, messages()) == (202, 202, 1)
    assert second.content == first.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"] == "application/json"
    assert ("Idempotent-Replayed" in first.headers, second.headers["Idempotent-Replayed"]) == (False, "true")


def test_without_a_key_two_requests_are_two_messages(sakura: Program) -> None:
    assert sakura.post(MESSAGES, ASKED).json()["id"] != sakura.post(MESSAGES, ASKED).json()["id"]
    assert (messages(), answers()) == (2, 0)


def test_the_same_key_with_another_body_is_refused(sakura: Program) -> None:
    sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    answer = sakura.post(MESSAGES, ASKED | {"memo": "x"}, Idempotency_Key="k-1")
    words = OTHERS
    assert (answer.status_code, answer.json()) == (422, refusal(("Idempotency-Key", "key_used", words)))
    assert messages() == 1


def test_a_key_is_of_its_store_and_its_address(shops: Shops, sakura: Program) -> None:
    midori = program_of(shops.midori)
    first = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    assert midori.post(MESSAGES, ASKED, Idempotency_Key="k-1").json()["id"] != first.json()["id"]
    assert "results" in sakura.post(BATCH, {"messages": [ASKED]}, Idempotency_Key="k-1").json()
    assert (messages(), answers()) == (3, 3)


def test_another_token_of_the_store_does_not_read_what_the_first_was_answered(
    shops: Shops, sakura: Program
) -> None:
    sender = program_of(shops.sakura, scopes=[Scope.SEND])
    taken = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    cancel = f"{MESSAGES}/{taken.json()['id']}/cancel"
    assert sakura.post(cancel, Idempotency_Key="k-2").status_code == 200
    answers_of_both = [
        sender.post(MESSAGES, ASKED, Idempotency_Key="k-1"),
        sender.post(cancel, Idempotency_Key="k-2"),
    ]
    for answer in answers_of_both:
        assert (answer.status_code, answer.json()) == (422, refusal(("Idempotency-Key", "key_used", OTHERS)))
    assert (messages(), answers()) == (1, 2)


def test_a_long_way_of_writing_a_messages_number_is_no_address(sakura: Program) -> None:
    made = sakura.post(MESSAGES, ASKED).json()["id"]
    answer = sakura.post(f"{MESSAGES}/{made:0251}/cancel", Idempotency_Key="k-1")
    assert (answer.status_code, answer.json()) == (404, problem(404, "Not Found", "Not found."))
    assert sakura.get(f"{MESSAGES}/{made}").json()["status"] == "scheduled"


def test_what_was_refused_is_not_kept_so_that_it_can_be_mended(sakura: Program) -> None:
    refused = sakura.post(MESSAGES, ASKED | {"body": ""}, Idempotency_Key="k-1")
    assert (refused.status_code, messages(), answers()) == (422, 0, 0)
    assert sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1").status_code == 202


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é", "a\tb"])
def test_a_key_that_cannot_be_one_is_refused_before_anything_is_done(sakura: Program, key: str) -> None:
    answer = sakura.post(MESSAGES, ASKED, Idempotency_Key=key)
    words = "The Idempotency-Key is 1 to 255 visible ASCII characters."
    assert (answer.status_code, answer.json()) == (
        400,
        problem(400, "Bad Request", words, ("Idempotency-Key", "invalid", words)),
    )
    assert messages() == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_at_work_the_second_is_told_to_come_again(shops: Shops, sakura: Program) -> None:
    held = answer_once.Request(shops.sakura, "POST", MESSAGES, "k-1", "").lock
    parameters = connection.get_connection_params()
    target = {
        name: parameters[name]
        for name in ("dbname", "user", "password", "host", "port")
        if parameters.get(name)
    }
    with psycopg.connect(**target) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_xact_lock(%s)", [held])
        answer = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
        detail = "A request with this Idempotency-Key is still at work. Please ask again in a moment."
        short = "A request with this key is still at work."
        assert (answer.status_code, answer.headers["Retry-After"]) == (409, "1")
        assert answer.json() == problem(409, "Conflict", detail, ("Idempotency-Key", "still_running", short))
        assert messages() == 0
    assert sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1").status_code == 202


@pytest.mark.parametrize("key", [{}, {"Idempotency_Key": "k-1"}], ids=["without a key", "with one"])
@pytest.mark.django_db(transaction=True)
def test_what_breaks_in_the_middle_leaves_neither_work_nor_answer(
    shops: Shops, sakura: Program, monkeypatch: pytest.MonkeyPatch, key: dict[str, str]
) -> None:
    def broken(*arguments: Any) -> None:
        raise ZeroDivisionError

    sakura.client.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr("accounts.domain.answer_once.Answer", broken)
        patched.setattr("accounts.api.once.Answer", broken)
        assert sakura.post(MESSAGES, ASKED, **key).status_code == 500
    assert (messages(), answers()) == (0, 0)
    assert sakura.post(MESSAGES, ASKED, **key).status_code == 202
    assert (messages(), answers()) == (1, len(key))


def test_an_answer_older_than_a_day_is_not_given_again_even_while_it_is_kept(sakura: Program) -> None:
    first = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    with platform_scope("a test lets time pass"):
        KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    second = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    third = sakura.post(MESSAGES, ASKED, Idempotency_Key="k-1")
    assert [one.headers.get("Idempotent-Replayed") for one in (first, second, third)] == [None, None, "true"]
    assert (first.json()["id"] != second.json()["id"], second.content) == (True, third.content)
    assert (messages(), answers()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_answers_are_forgotten_after_a_day_and_not_before(
    shops: Shops, sakura: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_once, "_FORGOTTEN_AT_ONCE", 2)
    for key in ("a", "b", "c", "d"):
        sakura.post(MESSAGES, ASKED, Idempotency_Key=key)
    with platform_scope("a test lets time pass"):
        old = timezone.now() - timedelta(hours=24, minutes=1)
        KeptAnswer.objects.filter(key__in=["a", "b", "c"]).update(created_at=old)
        KeptAnswer.objects.filter(key="d").update(created_at=old + timedelta(minutes=2))
    assert forget_answers() == 3
    with platform_scope("a test reads what there is"):
        assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["d"]
    assert sakura.post(MESSAGES, ASKED, Idempotency_Key="a").status_code == 202
    assert messages() == 5
