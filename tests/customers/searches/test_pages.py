"""Searches on their pages: put together, counted, run, saved, mended."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.searches.save_segment import save_segment
from customers.models import Segment
from customers.queries.searches import result_page
from customers.queries.searches.found import search_in
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, names_listed, text_of
from tests.customers.searches.conftest import MOBILE, Garage, minivan_due_soon
from tests.shops import Shops

SEARCHES = "/stores/sakura-auto/searches/"
NEW = f"{SEARCHES}new/"

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def client(shops: Shops, sign_in: SignIn, garage: Garage) -> Client:
    return sign_in(shops.sakura_manager)


def typed(*groups: dict[str, Any], **further: str) -> dict[str, Any]:
    """The builder's form: each group with its `of` and its conditions (field, operator, value)."""
    found: dict[str, Any] = {"of": "customers", "joined": "all"} | further
    for at, group in enumerate(groups):
        found |= {f"g{at}-of": group["of"], f"g{at}-joined": group.get("joined", "all")}
        if group.get("negated"):
            found[f"g{at}-negated"] = "1"
        for row, (field, operator, value) in enumerate(group["conditions"]):
            name = f"g{at}-c{row}"
            found |= {f"{name}-field": field, f"{name}-operator": operator}
            found[f"{name}-chosen" if isinstance(value, list) else f"{name}-value"] = value
    return found


def minivan_form(garage: Garage, **further: str) -> dict[str, Any]:
    conditions = [
        (f"asset.attribute.{garage.body.pk}", "any_of", ["ミニバン"]),
        (f"due.{garage.inspection.pk}", "within_next_days", "60"),
    ]
    return typed({"of": "asset", "conditions": conditions}, **further)


def saved(garage: Garage, shops: Shops, name: str = "車検が近いミニバン", **further: Any) -> Segment:
    with store_scope(garage.store.pk):
        search = search_in(
            further.pop("criteria", minivan_due_soon(garage)), of=further.pop("of", "customers")
        )
        return save_segment(actor=shops.sakura_manager, name=name, search=search, **further)


def test_conditions_on_an_asset_speak_of_one_and_the_same_asset(client: Client, garage: Garage) -> None:
    page = client.post(NEW, minivan_form(garage, do="run"))
    assert (page.status_code, names_listed(page)) == (200, ["山田 太郎"])
    assert "Customers found: 1" in text_of(page)


def test_assets_are_found_as_rows_of_their_own(client: Client, garage: Garage) -> None:
    form = typed(
        {"of": "asset", "conditions": [(f"due.{garage.inspection.pk}", "within_next_days", "60")]},
        of="assets",
        do="run",
    )
    page = client.post(NEW, form)
    assert re.findall(r'name="asset" value="(\d+)"', page.content.decode()) != []
    assert names_listed(page) == ["佐藤 花子", "山田 太郎"]
    assert "エルフ" in text_of(page)
    assert "セレナ" not in text_of(page)


def test_any_and_not_are_asked_for_by_group(client: Client, garage: Garage) -> None:
    gold = (f"customer.attribute.{garage.rank.pk}", "any_of", ["ゴールド"])
    named = ("customer.name", "contains", "鈴木")
    either = typed({"of": "customer", "joined": "any", "conditions": [gold, named]}, do="run")
    assert names_listed(client.post(NEW, either)) == ["鈴木 次郎", "山田 太郎"]
    neither = typed(
        {"of": "customer", "joined": "any", "negated": True, "conditions": [gold, named]}, do="run"
    )
    assert names_listed(client.post(NEW, neither)) == ["佐藤 花子"]


def test_rows_and_groups_are_added_and_removed_by_buttons_and_nothing_typed_is_lost(
    client: Client, garage: Garage
) -> None:
    form = typed({"of": "customer", "conditions": [("customer.name", "contains", "山田")]})
    more = client.post(NEW, form | {"do": "add:0"}).content.decode()
    assert ('value="山田"' in more, 'name="g0-c1-field"' in more) == (True, True)
    group = client.post(NEW, form | {"do": "add-group:asset"}).content.decode()
    assert ('value="山田"' in group, 'name="g1-of" value="asset"' in group) == (True, True)
    fewer = client.post(NEW, form | {"do": "remove:0.0"}).content.decode()
    assert ('value="山田"' in fewer, 'name="g0-c0-field"' in fewer) == (False, True)


def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_found(client: Client, garage: Garage) -> None:
    form = typed(
        {
            "of": "customer",
            "conditions": [
                ("customer.name", "contains", " "),
                ("contact.last_texted_at", "within_last_days", "soon"),
                ("", "", ""),
                ("customer.sms_flag", "yes", ""),
            ],
        },
        do="run",
    )
    page = client.post(NEW, form)
    assert page.status_code == 422
    assert errors_shown(page) == [
        "Enter what to look for in “Name, kana or company”.",
        "Enter a number of days from 0 to 3650 for “Last texted”.",
        "There is no condition yet. Choose what to search by.",
    ]
    assert 'id="found"' not in page.content.decode()
    assert 'value="soon"' in page.content.decode()


def test_counting_first_shows_how_many_and_no_rows(client: Client, garage: Garage) -> None:
    page = client.post(NEW, minivan_form(garage, do="count"))
    assert "Customers found: 1" in text_of(page)
    assert names_listed(page) == []


def test_a_saved_search_keeps_criteria_and_columns_and_is_on_record(
    client: Client, garage: Garage, shops: Shops
) -> None:
    form = minivan_form(garage, do="save", name="車検が近いミニバン") | {
        "columns-shown": "1",
        "columns-of": "customers",
        "column": ["customer.name", f"due.{garage.inspection.pk}"],
        "file-column": ["customer.number", "customer.name"],
    }
    answer = client.post(NEW, form)
    with store_scope(garage.store.pk):
        [segment] = Segment.objects.all()
        entry = AuditEntry.objects.get(action="segment.created")
    assert (answer.status_code, answer["Location"]) == (302, f"{SEARCHES}{segment.pk}/")
    assert segment.criteria["tree"] == {"all": [minivan_due_soon(garage)]}
    assert segment.columns == ["customer.name", f"due.{garage.inspection.pk}"]
    assert segment.file_columns == ["customer.number", "customer.name"]
    assert (entry.actor_name, entry.details["name"]) == (
        shops.sakura_manager.shown_name,
        "車検が近いミニバン",
    )
    page = client.get(answer["Location"])
    assert names_listed(page) == ["山田 太郎"]
    assert "has an asset for which 車両 / 車種 is one of: ミニバン and 車両 / 車検 due" in text_of(page)


def test_a_name_in_use_is_refused_beside_its_field(client: Client, garage: Garage, shops: Shops) -> None:
    saved(garage, shops, "同じ名前")
    page = client.post(NEW, minivan_form(garage, do="save", name="同じ名前"))
    assert (page.status_code, errors_shown(page)) == (422, ["Another saved search has this name already."])
    with store_scope(garage.store.pk):
        assert Segment.objects.count() == 1


def test_changing_saves_over_or_as_a_new_one(client: Client, garage: Garage, shops: Shops) -> None:
    segment = saved(garage, shops)
    address = f"{SEARCHES}{segment.pk}/edit/"
    assert f'value="due.{garage.inspection.pk}" selected' in client.get(address).content.decode()
    flag = {"of": "customer", "conditions": [("customer.sms_flag", "yes", "")]}
    client.post(address, typed(flag, do="save-as", name="フラグ"))
    client.post(address, typed(flag, do="save", name="変えた"))
    with store_scope(garage.store.pk):
        kept = {one.name: one.criteria["tree"] for one in Segment.objects.all()}
    tree = {"all": [{"all": [{"field": "customer.sms_flag", "operator": "yes"}]}]}
    assert kept == {"フラグ": tree, "変えた": tree}


def test_a_search_whose_attribute_was_removed_says_which_and_does_not_run(
    client: Client, garage: Garage, shops: Shops
) -> None:
    segment = saved(garage, shops)
    with store_scope(garage.store.pk):
        garage.body.delete()
    said = "“車両 / 車種” is no longer there. Remove this condition, or choose another."
    overview, page = client.get(SEARCHES), client.get(f"{SEARCHES}{segment.pk}/")
    assert said in text_of(overview)
    assert "to be mended" in text_of(overview)
    assert said in text_of(page)
    assert names_listed(page) == []
    edit = client.get(f"{SEARCHES}{segment.pk}/edit/")
    assert errors_shown(edit) == [said]
    live = client.get(f"{SEARCHES}{segment.pk}/count/", headers={"HX-Request": "true"})
    assert text_of(live) == "cannot be counted"
    refused = client.post(f"{SEARCHES}export/", {"all": "1", "source": f"segment:{segment.pk}"})
    assert refused.status_code == 422


def test_one_put_away_is_listed_no_more_and_its_name_is_free(
    client: Client, garage: Garage, shops: Shops
) -> None:
    segment = saved(garage, shops)
    assert "stay as they are" in text_of(client.get(f"{SEARCHES}{segment.pk}/archive/"))
    client.post(f"{SEARCHES}{segment.pk}/archive/")
    assert "No saved search yet" in text_of(client.get(SEARCHES))
    saved(garage, shops)
    with store_scope(garage.store.pk):
        assert Segment.objects.count() == 2


def test_staff_without_the_permission_to_change_can_search_but_not_save(
    client: Client, garage: Garage, shops: Shops, sign_in: SignIn
) -> None:
    segment = saved(garage, shops)
    shops.sakura_staff.withheld_permissions = ["customers.edit"]
    shops.sakura_staff.save()
    staff = sign_in(shops.sakura_staff)
    assert names_listed(staff.post(NEW, minivan_form(garage, do="run"))) == ["山田 太郎"]
    assert staff.post(NEW, minivan_form(garage, do="save", name="x")).status_code == 403
    assert staff.post(f"{SEARCHES}{segment.pk}/archive/").status_code == 403
    assert staff.post(f"{SEARCHES}export/", {"customer": garage.taro.pk}).status_code == 403


@pytest.mark.parametrize("few", [3, 10_000])
def test_pages_go_by_key_and_their_queries_do_not_grow(
    client: Client, garage: Garage, shops: Shops, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(result_page, "FEW", few)
    flag = {"field": "customer.sms_flag", "operator": "yes"}
    columns = [
        "customer.name",
        "customer.staff",
        "contact.last_texted_at",
        "consent.promotion",
        "list",
        "assets",
    ]
    segment = saved(garage, shops, criteria=flag, columns=[*columns, f"due.{garage.inspection.pk}"])
    address = f"{SEARCHES}{segment.pk}/"
    # The session is written once.
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert names_listed(client.get(address)) == ["山田 太郎"]
    for number in range(60):
        entered(
            garage.store,
            f"客 {number:02}",
            kana=f"キャク {number:02}",
            sms_flag=True,
            mobile=MOBILE,
            staff=shops.sakura_staff,
        )
    with CaptureQueriesContext(connection) as many:
        first = client.get(address)
    assert len(many) == len(one)
    [further] = re.findall(r'href="(\?after=\d+)"', first.content.decode())
    second = client.get(address + further)
    [back] = re.findall(r'href="(\?before=\d+)"', second.content.decode())
    everybody = [*(f"客 {number:02}" for number in range(60)), "山田 太郎"]
    assert names_listed(first) + names_listed(second) == everybody
    assert names_listed(client.get(address + back)) == everybody[:50]


def test_a_search_made_by_a_program_deeper_than_the_form_can_be_run(
    client: Client, garage: Garage, shops: Shops
) -> None:
    inner = {"any": [{"field": "customer.sms_flag", "operator": "yes"}]}
    segment = saved(garage, shops, criteria={"all": [{"any": [{"all": [inner]}, inner]}, inner]})
    assert "A program made this search" in text_of(client.get(f"{SEARCHES}{segment.pk}/edit/"))
    assert names_listed(client.get(f"{SEARCHES}{segment.pk}/")) == ["山田 太郎"]
