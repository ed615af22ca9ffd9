from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.text import CharacterProblem, ProblemCode, character_problems
from messaging.text.characters import REPLACEMENTS


def code_by_definition(character: str) -> ProblemCode | None:
    """The rules one by one; a character is CP932's when its bytes there read as itself again."""
    if ord(character) > 0xFFFF:
        return ProblemCode.OUTSIDE_BMP
    if 0xD800 <= ord(character) <= 0xDFFF:
        return ProblemCode.UNPAIRED_SURROGATE
    if character in "\t\n\r":
        return None
    if category(character) == "Cc":
        return ProblemCode.CONTROL_CHARACTER
    if 0xE000 <= ord(character) <= 0xF8FF:
        return ProblemCode.PRIVATE_USE
    if character.encode("cp932", "ignore").decode("cp932") != character:
        return ProblemCode.NOT_SHIFT_JIS
    return None


def test_every_character_of_the_bmp_has_the_code_of_its_definition() -> None:
    characters = [chr(point) for point in range(0x10000)]
    found = {problem.character: problem.code for problem in character_problems("".join(characters))}
    expected = {character: code_by_definition(character) for character in characters}
    assert found == {character: code for character, code in expected.items() if code}


def test_the_very_characters_are_named_with_their_places() -> None:
    assert character_problems("山﨑\n😀様〜ｱ\x07①\u200b\ue000\ud83d\u00a0髙") == [
        CharacterProblem(ProblemCode.OUTSIDE_BMP, 3, "😀", None),
        CharacterProblem(ProblemCode.NOT_SHIFT_JIS, 5, "〜", "～"),
        CharacterProblem(ProblemCode.CONTROL_CHARACTER, 7, "\x07", None),
        CharacterProblem(ProblemCode.NOT_SHIFT_JIS, 9, "\u200b", None),
        CharacterProblem(ProblemCode.PRIVATE_USE, 10, "\ue000", None),
        CharacterProblem(ProblemCode.UNPAIRED_SURROGATE, 11, "\ud83d", None),
        CharacterProblem(ProblemCode.NOT_SHIFT_JIS, 12, "\u00a0", " "),
    ]


@pytest.mark.parametrize(
    ("character", "label"),
    [
        ("😀", "😀"),
        ("〜", "〜"),
        ("\u200b", "U+200B"),
        ("\u00a0", "U+00A0"),
        ("\u3099", "U+3099"),
        ("\ue000", "U+E000"),
        ("\x07", "U+0007"),
        ("\ud83d", "U+D83D"),
        ("\U000e0001", "U+E0001"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named_by_its_code_point(character: str, label: str) -> None:
    assert [problem.label for problem in character_problems(character)] == [label]


def test_names_and_signs_that_cp932_has_are_no_problem() -> None:
    assert character_problems("髙橋﨑﨟\ufa19\ufa1b～①㈱℡Ⅲ∥－￥‘’“”…―ｶﾞ\u3000\t\r\n") == []


def test_every_replacement_stands_for_a_problem_and_is_none_itself() -> None:
    problems = character_problems("".join(REPLACEMENTS))
    assert {problem.character: problem.replacement for problem in problems} == dict(REPLACEMENTS)
    assert character_problems("".join(REPLACEMENTS.values())) == []


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_problems_stand_in_order_one_for_each_questionable_character(text: str) -> None:
    expected = [(position, code_by_definition(character)) for position, character in enumerate(text)]
    found = [(problem.position, problem.code) for problem in character_problems(text)]
    assert found == [(position, code) for position, code in expected if code]
