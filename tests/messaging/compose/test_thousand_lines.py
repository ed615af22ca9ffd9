"""A thousand lines out of a spreadsheet, as A2 promises them."""

import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from tests.messaging.compose.conftest import (
    QUICK,
    MakeCustomer,
    Stop,
    errors_of,
    form,
    hidden,
    lines_of,
    page,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "明日は臨時休業です。\nさくら自動車"
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


def number_of(index: int) -> str:
    return f"090-{2000 + index // 100:04}-{index % 100:04}"


def spreadsheet() -> list[str]:
    """1,000 lines in five handwritings: 700 numbers, 120 of them again, 120 that are none, 60 blank."""
    dresses: list[Callable[[str, int], str]] = [
        lambda number, index: f"{index}\t佐藤 {index}号\t{number}\t車検",
        lambda number, index: number.translate(WIDE),
        lambda number, index: number.replace("-", "")[1:],
        lambda number, index: f"+81 {number[1:]}",
        lambda number, index: f"田中{index}様,{number}",
    ]
    good = [dresses[index % 5](number_of(index), index) for index in range(700)]
    again = [dresses[(index + 1) % 5](number_of(index), index) for index in range(120)]
    bad = [
        *(f"本社\t03-{1000 + index}-5678" for index in range(60)),
        *(f"9.0{index % 10}E+10" for index in range(30)),
        *(f"090-1234-{index:03}" for index in range(20)),
        *(f"+1 202-555-01{index:02}" for index in range(10)),
    ]
    lines = [*good, *again, *bad, *[""] * 60]
    # 7 has no factor in common with 1,000: every line once, nothing beside what it stood by.
    return [lines[position * 7 % 1000] for position in range(1000)]


@pytest.fixture
def shop(shops: Shops, make_customer: MakeCustomer, stop: Stop) -> Shops:
    for index in range(0, 50, 10):
        stop(shops.sakura_manager, f"+8190{2000 + index // 100:04}{index % 100:04}")
    make_customer(shops.sakura_staff, "山田 太郎", "+819020000001")
    make_customer(shops.sakura_staff, "山田 花子", "+819020000001")
    return shops


def test_a_thousand_lines_each_have_their_verdict_and_the_totals_add_up(shop: Shops, staff: Client) -> None:
    pasted = spreadsheet()
    response = staff.post(QUICK, form("confirm", TEXT, numbers="\n".join(pasted)))
    assert response.status_code == 200
    assert "940 lines 695 will be sent 120 duplicates 5 held back 120 cannot be used" in words(response)
    lines = lines_of(response)
    assert Counter(
        line[4].split(" SMS")[0].split(" A spread")[0] for line in lines if line[4].startswith("cannot")
    ) == {
        "cannot be used": 90,
        "cannot be used This is not a complete phone number. Please check the digits.": 20,
        "cannot be used This number belongs to a country that this store does not text.": 10,
    }
    assert Counter(line[4].split(":")[0].split(" Messages")[0][:12] for line in lines) == {
        "will be sent": 695,
        "duplicate Sa": 120,
        "cannot be us": 120,
        "is held back": 5,
    }
    # In each half the lines stand in their order, each under its own number and as it was pasted.
    for half in (lines[:125], lines[125:]):
        numbers = [int(line[0]) for line in half]
        assert numbers == sorted(numbers)
    shown = {int(line[0]): line[1] for line in lines}
    assert shown == {
        number: " ".join(line.split()) for number, line in enumerate(pasted, start=1) if line.strip()
    }
    assert sent_messages() == []


def test_the_good_ones_of_a_thousand_lines_go_out_once_and_the_rest_can_be_corrected(
    shop: Shops, staff: Client
) -> None:
    pasted = spreadsheet()
    confirm = staff.post(QUICK, form("confirm", TEXT, numbers="\n".join(pasted)))
    done = staff.post(QUICK, hidden(confirm) | {"step": "send"}, follow=True)
    sent = sent_messages()
    assert Counter((state, reason) for _, _, state, reason in sent) == {
        ("scheduled", ""): 695,
        ("withheld", "suppressed"): 5,
    }
    assert {phone for phone, *_ in sent} == {
        "+81" + number_of(index).replace("-", "")[1:] for index in range(700)
    }
    assert {body for _, body, *_ in sent} == {TEXT}
    shown = words(done)
    assert "695 messages were accepted for sending. 5 were held back; the reason stands beside each." in shown
    assert (
        "120 lines cannot be used 940 lines 695 sent 120 duplicates 5 held back 120 cannot be used" in shown
    )
    assert shown.count("Number is stopped") == 6
    left = page(done).split('id="unsent-numbers"')[1].split(">\n", 1)[1].split("</textarea>")[0]
    refused = [line for line in pasted if line.startswith(("本社", "9.0", "090-1234-", "+1 "))]
    assert left.split("\n") == refused
    staff.post(QUICK, hidden(confirm) | {"step": "send"})
    assert sent_messages() == sent


@pytest.mark.parametrize("step", ["confirm", "send"])
def test_more_than_a_thousand_lines_are_refused_in_words_and_all_kept(
    shop: Shops, staff: Client, step: str
) -> None:
    numbers = "\n".join([f"0901000{number:04}" for number in range(1000)] + ["", "山田 090-9999-9999"])
    kept = {"numbers": numbers, "body": TEXT, "subject": "休業", "memo": "店長より"}
    response = staff.post(QUICK, form(step, key=uuid.uuid4(), **kept))
    assert response.status_code == 422
    assert errors_of(response) == [
        "These are 1,001 lines; up to 1,000 go at once. Nothing was sent. Please split the list."
    ]
    assert typed(response) == kept
    assert sent_messages() == []
