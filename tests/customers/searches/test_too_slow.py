"""A search that no index helps is stopped, and says what to do."""

from typing import Any

import pytest
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from pytest_django import Settings

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import TooSlow, answered_within, rows_of
from customers.criteria import FieldType, SearchField
from customers.models import Customer, Segment
from customers.queries.searches.result_page import all_found, exact_count, result_page
from customers.registries import criteria
from customers.registries.criteria import Criterion
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.programs import program_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

# Far more than these tests allow.
SLOW = "SELECT pg_sleep(1)"


def test_a_slow_statement_is_stopped_and_the_next_one_has_all_its_time(shops: Shops) -> None:
    before = rows_of("SHOW statement_timeout", [])
    with pytest.raises(TooSlow), answered_within(0.01):
        rows_of(SLOW, [])
    with answered_within(5):
        assert rows_of("SHOW statement_timeout", []) == [("5s",)]
    assert rows_of("SHOW statement_timeout", []) == before


def _slow(shops: Shops) -> Any:
    """Every customer takes a second."""
    return Customer.objects.extra(where=["pg_sleep(1) IS NOT NULL"])


def test_pages_counts_and_files_have_their_limit(shops: Shops, settings: Settings) -> None:
    entered(shops.sakura)
    settings.SEARCH_SECONDS = settings.EXPORT_SECONDS = 0.05
    with store_scope(shops.sakura.pk):
        for ask in (
            lambda: result_page(_slow(shops)),
            lambda: exact_count(_slow(shops)),
            lambda: list(all_found(_slow(shops), size=10)),
        ):
            with pytest.raises(TooSlow):
                ask()
        assert exact_count(Customer.objects.all()) == 1


@pytest.fixture
def slow_search(shops: Shops, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Segment:
    """A saved search that takes a second, where a twentieth is allowed."""
    settings.SEARCH_SECONDS = 0.05
    field = SearchField("test.slow", "slow", FieldType.YES_NO)
    sleeps = RawSQL("(SELECT pg_sleep(1) IS NULL)", [], output_field=BooleanField())
    criterion = Criterion(field, lambda comparison, frame: Q(sleeps))
    monkeypatch.setitem(criteria._sources, "test.slow", lambda: criterion)
    with store_scope(shops.sakura.pk):
        made: Segment = Segment.objects.create(
            name="slow",
            criteria={"tree": {"field": "test.slow", "operator": "yes"}, "names": {}},
            columns=["customer.name"],
        )
    return made


def test_people_get_a_page_that_says_what_to_do(shops: Shops, sign_in: SignIn, slow_search: Segment) -> None:
    client = sign_in(shops.sakura_staff)
    address = f"/stores/sakura-auto/searches/{slow_search.pk}/"
    page = client.get(address)
    assert (page.status_code, "The search took too long" in text_of(page)) == (503, True)
    assert "ask for less" in text_of(page)
    live = client.get(f"{address}count/", headers={"HX-Request": "true"})
    assert (live.status_code, text_of(live)) == (200, "This search took too long and was stopped.")


def test_programs_get_a_problem(shops: Shops, slow_search: Segment) -> None:
    program = program_of(shops.sakura, scopes=[Scope.READ])
    for answer in (
        program.get(f"/api/v1/segments/{slow_search.pk}/count"),
        program.get(f"/api/v1/segments/{slow_search.pk}/customers"),
        program.post("/api/v1/segments/preview", {"criteria": slow_search.criteria["tree"]}),
    ):
        assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (422, ["too_slow"])
