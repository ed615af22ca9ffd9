"""Statements of our own: what is written into them comes back as it was."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy.statements import by_index, rows_of

# What PostgreSQL can keep: no NUL, no halves of characters.
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
_PLANS = "SELECT current_setting('enable_seqscan'), current_setting('enable_hashjoin')"


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(
        st.one_of(st.none(), _TEXT, st.sampled_from(["NULL", "", "{}", '"', "\\", "a,b", "%s", "'; --"]))
    )
)
def test_texts_of_any_kind_come_back_as_they_were(texts: list[str | None]) -> None:
    assert rows_of("SELECT %s::text[]", [texts]) == [(texts,)]


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.floats(allow_nan=False)))
def test_numbers_come_back_as_they_were(whole: list[int], broken: list[float]) -> None:
    values = {"whole": whole, "broken": broken}
    assert rows_of("SELECT %(whole)s::bigint[], %(broken)s::float8[]", values) == [(whole, broken)]


@pytest.mark.django_db
def test_plans_are_by_index_inside_and_free_outside_even_after_an_error() -> None:
    with by_index():
        assert rows_of(_PLANS, []) == [("off", "off")]
    assert rows_of(_PLANS, []) == [("on", "on")]


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_does_not_hide_why_the_work_failed() -> None:
    def work() -> None:
        with by_index():
            connection.cursor().execute("SELECT 1")
            connection.connection.close()
            raise LookupError("the reason")

    with pytest.raises(LookupError, match="the reason"):
        work()
    connection.close()
