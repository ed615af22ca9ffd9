"""Every line of a paste has its own verdict."""

import pytest

from accounts.tenancy.scope import store_scope
from messaging.domain.paste import MOST_LINES, PastedLine, TooManyLines, Totals, pasted_lines, totals_of
from messaging.models import Purpose
from tests.messaging.compose.conftest import Stop
from tests.shops import Shops

Verdict = tuple[int, str, str, str]


def judged(shops: Shops, pasted: str) -> list[PastedLine]:
    with store_scope(shops.sakura.pk):
        return pasted_lines(pasted=pasted, store=shops.sakura, purpose=Purpose.NOTICE)


def verdict(line: PastedLine) -> Verdict:
    """Line, number, name, and what becomes of it."""
    why = line.refusal or line.withheld or (f"as line {line.same_as}" if line.same_as else "")
    return line.number, line.phone, line.name, f"{line.fate} {why}".strip()


A, B = "+819012345678", "+818011112222"


@pytest.mark.parametrize(
    ("pasted", "verdicts"),
    [
        ("090-1234-5678", [(1, A, "", "goes")]),
        ("\n \n　\n\t\n090-1234-5678\n\n", [(5, A, "", "goes")]),
        ("090-1234-5678\r\n080-1111-2222\r080-1111-2222", [(1, A, "", "goes"), (2, B, "", "goes"),
                                                           (3, B, "", "duplicate as line 2")]),
        ("佐藤 花子\t０９０－１２３４－５６７８", [(1, A, "佐藤 花子", "goes")]),
        ("1,田中様,9012345678,車検", [(1, A, "田中", "goes")]),
        ("+81 90 1234 5678", [(1, A, "", "goes")]),
        ("09012345678\n名前だけ\n９０１２３４５６７８ 山田", [(1, A, "", "goes"), (2, "", "", "refused empty"),
                                                         (3, A, "山田", "duplicate as line 1")]),
        ("03-1234-5678\n0120-123-456", [(1, "", "", "refused not_mobile"), (2, "", "", "refused not_mobile")]),
        ("佐藤\t9.01E+10", [(1, "", "", "refused damaged")]),
        ("090-1234-567", [(1, "", "", "refused invalid")]),
        ("+1 202-555-0143", [(1, "", "", "refused foreign")]),
        ("090-1234-5678 / 080-1111-2222", [(1, "", "", "refused several")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_line_is_sent_left_out_or_refused_by_itself(
    shops: Shops, pasted: str, verdicts: list[Verdict]
) -> None:
    assert [verdict(line) for line in judged(shops, pasted)] == verdicts


def test_a_stopped_number_is_held_back_and_its_second_line_is_still_a_duplicate(
    shops: Shops, stop: Stop
) -> None:
    stop(shops.sakura_manager, A)
    lines = judged(shops, "09012345678\n08011112222\n090-1234-5678")
    assert [verdict(line) for line in lines] == [
        (1, A, "", "held_back suppressed"),
        (2, B, "", "goes"),
        (3, A, "", "duplicate as line 1"),
    ]
    assert totals_of(lines) == Totals(lines=3, goes=1, duplicates=1, refused=0, held_back=1)
    assert totals_of(lines).attention == 1


def test_another_legal_entitys_stop_does_not_hold_a_line_back(shops: Shops, stop: Stop) -> None:
    stop(shops.midori_manager, A)
    assert [verdict(line) for line in judged(shops, "09012345678")] == [(1, A, "", "goes")]


def test_a_thousand_filled_lines_are_read_and_one_more_is_not(shops: Shops) -> None:
    filled = [f"0901000{number:04}" for number in range(MOST_LINES)]
    lines = judged(shops, "\n\n".join(filled))
    assert totals_of(lines) == Totals(lines=1000, goes=1000, duplicates=0, refused=0, held_back=0)
    assert lines[-1].number == 1999
    with pytest.raises(TooManyLines, match=r"\A1001 lines\Z"):
        judged(shops, "\n".join([*filled, "メモ"]))
