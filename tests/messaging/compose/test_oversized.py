"""What is far too long to be meant is answered in words, before anything costly is done with it."""

import pytest
from django.test import Client

from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.paste import MOST_CHARACTERS, TooManyCharacters, pasted_lines
from messaging.domain.text_problems import body_problems
from messaging.models import MessageText, Purpose
from tests.messaging.compose.conftest import (
    QUICK,
    TARO,
    dispatches,
    errors_of,
    form,
    lines_of,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "明日は臨時休業です。"
TOO_LONG = "This line is too long: one number a line, please."
TOO_BIG = (
    "These are 500,001 characters; up to 500,000 can be read at once. Nothing was sent. Please paste the numbers "
    "only, or split the list."
)


def test_a_name_of_three_hundred_letters_is_sent_to_and_kept_by_its_beginning(
    shops: Shops, staff: Client
) -> None:
    response = staff.post(QUICK, form("send", TEXT, numbers="あ" * 300 + " 090-1234-5678"))
    assert response.status_code == 302
    assert sent_messages() == [(TARO, TEXT, "scheduled", "")]
    with platform_scope("a test reads what there is"):
        assert list(MessageText.objects.values_list("recipient_name", flat=True)) == ["あ" * 200]


@pytest.mark.parametrize("line", ["か" + "\u0301\u0316" * 30_000, "1," * 200_000, "0" * 1001])
def test_a_line_that_is_too_long_says_so_and_the_other_lines_go(
    shops: Shops, staff: Client, line: str
) -> None:
    numbers = f"{line}\n090-1234-5678"
    confirm = staff.post(QUICK, form("confirm", TEXT, numbers=numbers))
    assert confirm.status_code == 200
    assert [cells[-1] for cells in lines_of(confirm)] == [f"cannot be used {TOO_LONG}", "will be sent"]
    done = staff.post(QUICK, form("send", TEXT, numbers=numbers), follow=True)
    assert sent_messages() == [(TARO, TEXT, "scheduled", "")]
    assert TOO_LONG in words(done)
    [kept] = staff.session["unsent_lines"].values()
    assert kept["lines"] == [[1, line[:200], "too_long"]]


@pytest.mark.parametrize("step", ["confirm", "send"])
def test_a_paste_that_is_too_big_is_refused_with_everything_kept(
    shops: Shops, staff: Client, step: str
) -> None:
    numbers = "1" * (MOST_CHARACTERS + 1)
    response = staff.post(QUICK, form(step, TEXT, numbers=numbers))
    assert response.status_code == 422
    assert set(errors_of(response)) == {TOO_BIG}
    assert typed(response)["numbers"] == numbers
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_paste_that_is_too_big_is_said_while_somebody_still_pastes(shops: Shops, staff: Client) -> None:
    numbers = "1" * (MOST_CHARACTERS + 1)
    response = staff.post(QUICK, form("check", "", numbers=numbers), headers={"HX-Request": "true"})
    assert (response.status_code, words(response)) == (200, TOO_BIG)


def test_half_a_million_characters_are_read_and_one_more_is_not(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        line = "1" * MOST_CHARACTERS
        [read] = pasted_lines(pasted=line, store=shops.sakura, purpose=Purpose.NOTICE)
        assert read.refusal == "too_long"
        with pytest.raises(TooManyCharacters, match=r"\A500001 characters\Z"):
            pasted_lines(pasted=line + "1", store=shops.sakura, purpose=Purpose.NOTICE)


def test_of_a_text_that_is_too_long_by_far_only_that_is_said(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        problems = body_problems("\x01" * 9_000_000, store=shops.sakura, capabilities=None)
        nearer = body_problems("\x01" * 700, store=shops.sakura, capabilities=None)
    assert [problem.code for problem in problems] == ["body_too_long"]
    assert [problem.code for problem in nearer] == ["body_too_long", "unsendable_character"]
