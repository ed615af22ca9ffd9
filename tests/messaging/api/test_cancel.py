"""POST messages/{id}/cancel: back, until it has left."""

import pytest

from accounts.models import AuditEntry, Scope
from accounts.tenancy.scope import store_scope
from messaging.models import Message, State
from tests.messaging.factories import make_message
from tests.programs import MESSAGES, Program, problem, program_of
from tests.shops import Shops

CANCELLABLE = {State.PLANNED, State.SCHEDULED, State.CLAIMED}


@pytest.mark.parametrize("state", list(State))
def test_a_message_is_taken_back_until_it_has_left(shops: Shops, sakura: Program, state: State) -> None:
    message = make_message(shops.sakura_staff, state=state)
    before = sakura.get(f"{MESSAGES}/{message.pk}").json()
    answer = sakura.post(f"{MESSAGES}/{message.pk}/cancel")
    if state in CANCELLABLE:
        assert (answer.status_code, answer.json()) == (
            200,
            before | {"status": "cancelled", "reason": "by_person"},
        )
    else:
        words = "It cannot be taken back any more: it has left or ended."
        assert (answer.status_code, answer.json()) == (
            409,
            problem(409, "Conflict", words, ("", "has_left", words)),
        )
        assert sakura.get(f"{MESSAGES}/{message.pk}").json() == before
    with store_scope(shops.sakura.pk):
        lines = AuditEntry.objects.filter(action="message.cancelled").values_list("token", "object_id")
        assert list(lines) == ([(sakura.token.pk, str(message.pk))] if state in CANCELLABLE else [])


def test_without_the_scope_read_a_program_takes_back_only_what_it_has_sent(shops: Shops) -> None:
    first, second = (program_of(shops.sakura, scopes=[Scope.SEND], name=name) for name in ("a", "b"))
    sent = first.post(MESSAGES, {"to": "09012345678", "body": "x"}).json()["id"]
    of_a_person = make_message(shops.sakura_staff).pk
    # A member and a token may have the same id.
    assert second.post(f"{MESSAGES}/{sent}/cancel").status_code == 404
    assert first.post(f"{MESSAGES}/{of_a_person}/cancel").status_code == 404
    assert first.post(f"{MESSAGES}/{sent}/cancel").json()["status"] == "cancelled"


def test_repeated_with_its_key_it_is_answered_the_same_and_without_one_it_is_too_late(
    shops: Shops, sakura: Program
) -> None:
    path = f"{MESSAGES}/{make_message(shops.sakura_staff).pk}/cancel"
    first, again = (sakura.post(path, Idempotency_Key="c-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert sakura.post(path).status_code == 409
    with store_scope(shops.sakura.pk):
        assert Message.objects.filter(state=State.CANCELLED).count() == 1
