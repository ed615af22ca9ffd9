"""The messages around a sign-up fit, whatever the shop is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import LegalEntity, Store
from messaging.domain.number_check_texts import code_text, sign_up_done_text
from messaging.text import ONE_PART, ProblemCode, character_problems, domestic_count

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)


def store_called(name: str, contact: str = "03-1234-5678", limit: int = 660) -> Store:
    entity = LegalEntity(formal_name=f"{name}株式会社", contact=contact)
    return Store(name=name, legal_entity=entity, body_limit=limit)


@given(NAMES, st.booleans(), st.sampled_from(["ja", "en"]))
def test_a_code_goes_in_one_part_and_can_be_sent(name: str, at_counter: bool, language: str) -> None:
    text = code_text(store_called(name), code="012345", at_counter=at_counter, language=language)
    assert "012345" in text
    assert domestic_count(text).characters <= ONE_PART
    refused = {problem.code for problem in character_problems(text)}
    assert refused <= {ProblemCode.NOT_SHIFT_JIS, ProblemCode.PRIVATE_USE}


@given(NAMES, NAMES, st.sampled_from([70, 660]), st.sampled_from(["ja", "en"]))
def test_the_word_that_it_is_done_is_one_that_the_store_may_send(
    name: str, contact: str, limit: int, language: str
) -> None:
    text = sign_up_done_text(store_called(name, contact, limit), language=language)
    assert 0 < domestic_count(text).characters <= limit


@pytest.mark.parametrize("language", ["ja", "en"])
def test_as_much_is_said_as_fits(language: str) -> None:
    text = sign_up_done_text(store_called("桜"), language=language)
    assert "03-1234-5678" in text
    # With its own number the shop is rung up, not the head office.
    store = store_called("桜")
    store.phone = "048-555-0101"
    assert "048-555-0101" in sign_up_done_text(store, language=language)
