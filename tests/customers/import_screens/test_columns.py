"""What each column is: proposed, chosen, refused in place, remembered; and reading a file otherwise."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customers.models import AssetKind, Attribute, Import, StaticList
from tests.conftest import SignIn
from tests.customers.import_screens.conftest import HANAKO, HEAD, IMPORTS, TARO, Receive
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_sakura")

CHOSEN = {"column-0": "number", "column-1": "name", "column-2": "mobile", "empty_cells": "leave"}


def page_of(made: Import) -> str:
    return f"{IMPORTS}{made.pk}/columns/"


def selected(answer: Any) -> dict[str, Any]:
    return {column.name: column.field.value() for column in answer.context["form"].columns}


def test_columns_are_shown_with_their_first_values_beside_what_is_proposed(
    manager: Client, receive: Receive
) -> None:
    rows = "".join(f"A-{n},客 {n},090-1234-567{n}\n" for n in range(1, 6))
    answer = manager.get(page_of(receive(HEAD + rows)))
    shown = [(c.letter, c.name, c.samples, c.field.value(), c.was_guessed) for c in answer.context["columns"]]
    assert shown == [
        ("A", "顧客番号", ["A-1", "A-2", "A-3"], "number", True),
        ("B", "氏名", ["客 1", "客 2", "客 3"], "name", True),
        ("C", "携帯電話", ["090-1234-5671", "090-1234-5672", "090-1234-5673"], "mobile", True),
    ]
    assert "3 of 3 columns are imported" in answer.content.decode()


def test_own_fields_and_those_of_assets_are_offered_in_groups(manager: Client, receive: Receive) -> None:
    kind = AssetKind.objects.create(name="車両")
    Attribute.objects.create(name="会員ランク", kind="text")
    Attribute.objects.create(name="車検満了日", kind="date", asset_kind=kind)
    answer = manager.get(page_of(receive(HEAD + TARO)))
    choices = answer.context["columns"][0].field.field.choices
    groups = {str(group): [str(label) for _, label in inner] for group, inner in choices[1:]}
    assert (groups["Your own fields"], groups["車両"]) == (["会員ランク"], ["車検満了日"])


def test_a_mapping_without_number_and_mobile_is_refused_and_nothing_chosen_is_lost(
    manager: Client, receive: Receive
) -> None:
    made = receive(HEAD + TARO)
    chosen = {"column-0": "", "column-1": "kana", "column-2": "landline", "empty_cells": "clear"}
    answer = manager.post(page_of(made), chosen | {"step": "check"})
    assert answer.status_code == 422
    assert list(answer.context["form"].non_field_errors()) == [
        "Choose the column with the customer number or the mobile number: customers are told apart by it."
    ]
    assert selected(answer) == {"顧客番号": "", "氏名": "kana", "携帯電話": "landline"}
    assert answer.context["form"]["empty_cells"].value() == "clear"
    made.refresh_from_db()
    assert (made.status, made.mapping) == ("draft", {"0": "number", "1": "name", "2": "mobile"})


def test_a_target_that_is_chosen_twice_is_said_beside_the_second_column(
    manager: Client, receive: Receive
) -> None:
    answer = manager.post(
        page_of(receive(HEAD + TARO)), CHOSEN | {"column-2": "name", "column-0": "mobile", "step": "check"}
    )
    assert answer.context["form"].errors == {"column-2": ["“Name” is chosen for two columns."]}


def test_the_live_look_says_the_same_at_the_same_places_and_changes_nothing(
    manager: Client, receive: Receive
) -> None:
    made = receive(HEAD + TARO)
    typed = CHOSEN | {"column-2": "name", "column-0": "mobile", "step": "look"}
    answer = manager.post(page_of(made), typed, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert '<div id="id_column-2_error" hx-swap-oob="true"><p class="field-error' in said
    assert '<div id="id_column-0_error" hx-swap-oob="true"></div>' in said
    assert "<select" not in said
    kept = Import.objects.get()
    assert (kept.mapping, kept.options, kept.status) == (made.mapping, {}, "draft")


@pytest.mark.parametrize(("step", "dry_run"), [("check", True), ("import", False)])
def test_a_right_mapping_is_kept_remembered_and_put_into_the_queue(
    manager: Client, receive: Receive, step: str, dry_run: bool
) -> None:
    made = receive(HEAD + TARO)
    answer = manager.post(page_of(made), CHOSEN | {"column-1": "", "empty_cells": "clear", "step": step})
    assert (answer.status_code, answer["Location"]) == (302, f"{IMPORTS}{made.pk}/")
    made.refresh_from_db()
    assert (made.status, made.dry_run) == ("queued", dry_run)
    assert (made.mapping, made.options) == ({"0": "number", "2": "mobile"}, {"empty_clears": True})
    # The next file with these columns: as chosen, also what was left out.
    answer = manager.get(page_of(receive(HEAD + HANAKO)))
    assert selected(answer) == {"顧客番号": "number", "氏名": None, "携帯電話": "mobile"}
    assert [(c.was_guessed, c.was_remembered) for c in answer.context["columns"]] == [(False, True)] * 3


def test_consent_needs_its_source_and_date_which_are_asked_for_beside_their_fields(
    manager: Client, receive: Receive
) -> None:
    made = receive(HEAD.replace("氏名", "広告同意") + "A-1,はい,090-1234-5678\n")
    chosen = CHOSEN | {"column-1": "consent:promotion", "step": "check"}
    answer = manager.post(page_of(made), chosen)
    assert sorted(answer.context["form"].errors) == ["consent_date", "consent_source"]
    manager.post(page_of(made), chosen | {"consent_source": "paper", "consent_date": "2026-04-01"})
    made.refresh_from_db()
    assert (made.status, made.options) == (
        "queued",
        {"consent_source": "paper", "consent_date": "2026-04-01"},
    )


def test_who_may_not_record_consent_is_not_offered_it(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    shops.sakura_manager.withheld_permissions = ["consents.record"]
    shops.sakura_manager.save()
    answer = manager.get(page_of(receive(HEAD + TARO)))
    assert "consent:promotion" not in answer.content.decode()


def test_the_kind_of_asset_follows_from_the_columns_where_it_can(manager: Client, receive: Receive) -> None:
    car, lease = (AssetKind.objects.create(name=name) for name in ("車両", "賃貸契約"))
    field = Attribute.objects.create(name="車検満了日", kind="date", asset_kind=car)
    made = receive("携帯電話,車名,満了日\n090-1234-5678,プリウス,2027-03-01\n")
    chosen = {"column-0": "mobile", "column-1": "asset_label", "step": "check"}
    answer = manager.post(page_of(made), chosen | {"column-2": ""})
    assert list(answer.context["form"].errors) == ["asset_kind"]
    manager.post(page_of(made), chosen | {"column-2": f"asset_attribute:{field.pk}"})
    made.refresh_from_db()
    assert (made.status, made.options) == ("queued", {"asset_kind": car.pk})
    assert lease.pk != car.pk


def test_a_file_in_other_letters_is_read_otherwise_and_proposed_anew(
    manager: Client, receive: Receive
) -> None:
    made = receive("会社の名簿\n\n" + HEAD + TARO)
    assert made.layout["header_row"] == 3
    page = page_of(made)
    answer = manager.post(page, {"step": "layout", "encoding": "cp932", "delimiter": ",", "header_row": 3})
    assert (answer.status_code, answer["Location"]) == (302, page)
    made.refresh_from_db()
    assert (made.layout["encoding"], made.mapping) == ("cp932", {})
    answer = manager.post(
        page, {"step": "layout", "encoding": "utf-8-sig", "delimiter": ",", "header_row": 99}
    )
    assert answer.status_code == 422
    assert answer.context["layout_form"].errors
    manager.post(page, {"step": "layout", "encoding": "utf-8-sig", "delimiter": ",", "header_row": 3})
    made.refresh_from_db()
    assert made.mapping == {"0": "number", "1": "name", "2": "mobile"}


def test_a_list_is_offered_where_there_is_one_and_not_when_it_is_put_away(
    manager: Client, receive: Receive, shops: Shops
) -> None:
    page = page_of(receive(HEAD + TARO))
    assert "on_list" not in manager.get(page).context["form"].fields
    made = StaticList.objects.create(name="夏の案内")
    StaticList.objects.create(name="昔の案内", archived_at=made.made_at)
    choices = manager.get(page).context["form"].fields["on_list"].choices
    assert [str(label) for _, label in choices] == ["on no list", "夏の案内"]


def test_an_import_that_is_under_way_leads_to_its_own_page(manager: Client, receive: Receive) -> None:
    made = receive(HEAD + TARO)
    manager.post(page_of(made), CHOSEN | {"step": "import"})
    for answer in (manager.get(page_of(made)), manager.post(page_of(made), CHOSEN | {"step": "import"})):
        assert (answer.status_code, answer["Location"]) == (302, f"{IMPORTS}{made.pk}/")


def test_what_was_chosen_when_the_session_ended_is_there_after_signing_in(
    shops: Shops, manager: Client, receive: Receive, sign_in: SignIn
) -> None:
    made = receive(HEAD + TARO)
    manager.get(IMPORTS)
    remembered = manager.cookies
    again = Client()
    again.cookies = remembered
    again.cookies.pop("sessionid")
    again.post(page_of(made), CHOSEN | {"column-1": "company_name", "step": "check"})
    again.force_login(shops.sakura_manager.user, backend="accounts.web.sign_in.Backend")
    assert selected(again.get(page_of(made)))["氏名"] == "company_name"


def test_thirty_columns_ask_no_more_of_the_database_than_three(manager: Client, receive: Receive) -> None:
    wide = [f"列{n}" for n in range(30)]
    small, large = receive(HEAD + TARO), receive(",".join(wide) + "\n" + ",".join("x" for _ in wide) + "\n")
    manager.get(page_of(small))
    with CaptureQueriesContext(connection) as three:
        manager.get(page_of(small))
    with CaptureQueriesContext(connection) as thirty:
        manager.get(page_of(large))
    assert len(three) == len(thirty)
