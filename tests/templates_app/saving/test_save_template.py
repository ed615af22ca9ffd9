from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.models import AuditEntry, Membership
from accounts.tenancy.scope import store_scope
from templates_app.domain.archive_template import archive_template, restore_template
from templates_app.domain.save_template import TemplateRefused, TemplateValues, save_template
from templates_app.models import Template, TemplateVersion
from templates_app.queries.access import template_to_edit, template_to_use, templates_to_use, version_to_use
from templates_app.queries.versions import (
    appointment_version,
    current_version,
    current_versions,
    version_of,
    versions_of,
)
from tests.shops import Shops

VALUES: TemplateValues = {
    "name": "車検のご案内",
    "category": "車検",
    "subject": "[[氏名]] 車検",
    "body": "[[店舗名]]です。[[宛名]]、まもなく車検です。",
    "purpose": "reminder",
    "language": "ja",
    "for_appointments": False,
}


def saved(actor: Membership, template: Template | None = None, **values: Any) -> Template:
    with store_scope(actor.store_id):
        given = values if template else VALUES | values
        return save_template(actor=actor, template=template, values=given)  # type: ignore[arg-type]


def refused(actor: Membership, template: Template | None = None, **values: Any) -> TemplateRefused:
    with pytest.raises(TemplateRefused) as caught:
        saved(actor, template, **values)
    return caught.value


def rows(actor: Membership) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Everything that the store keeps of templates."""
    with store_scope(actor.store_id):
        return list(Template.objects.order_by("id").values()), list(
            TemplateVersion.objects.order_by("id").values()
        )


def audited(actor: Membership) -> list[tuple[str, dict[str, Any]]]:
    with store_scope(actor.store_id):
        return list(AuditEntry.objects.order_by("id").values_list("action", "details"))


def test_a_new_template_has_its_first_version(shops: Shops) -> None:
    template = saved(shops.sakura_manager)
    with store_scope(shops.sakura.pk):
        version = current_version(template)
    kept = {
        name: getattr(template, name)
        for name in ("name", "category", "purpose", "language", "for_appointments")
    }
    assert kept | {"subject": version.subject, "body": version.body} == VALUES
    assert (template.version, version.number, template.example, template.archived_at) == (1, 1, "", None)
    assert (version.name, version.purpose, version.language) == ("車検のご案内", "reminder", "ja")
    assert (version.saved_by_id, version.token_id) == (shops.sakura_manager.pk, None)
    assert audited(shops.sakura_manager) == [("template.created", {"name": "車検のご案内", "version": 1})]


def test_every_save_that_changes_something_is_a_version_and_the_earlier_ones_stay(shops: Shops) -> None:
    first = saved(shops.sakura_manager)
    second = saved(shops.sakura_owner, first, body="新しい文面です。")
    same = saved(
        shops.sakura_owner, second, body="新しい文面です。\r\n", name=" 車検の ご案内 ".replace(" ご", "ご")
    )
    third = saved(shops.sakura_owner, same, category="ご案内", for_appointments=True)
    with store_scope(shops.sakura.pk):
        versions = versions_of(third)
        assert [(one.number, one.body, one.saved_by) for one in versions] == [
            (3, "新しい文面です。", shops.sakura_owner),
            (2, "新しい文面です。", shops.sakura_owner),
            (1, VALUES["body"], shops.sakura_manager),
        ]
        assert version_of(third, 1) == versions[2]
        with pytest.raises(Http404):
            version_of(third, 4)
        assert current_versions([third.pk]) == {third.pk: versions[0]}
    assert (second.version, same.version, third.version) == (2, 2, 3)
    assert (third.category, third.for_appointments, third.name) == ("ご案内", True, "車検のご案内")
    assert audited(shops.sakura_manager)[1:] == [
        ("template.changed", {"name": "車検のご案内", "version": 2, "fields": ["body"]}),
        (
            "template.changed",
            {"name": "車検のご案内", "version": 3, "fields": ["category", "for_appointments"]},
        ),
    ]


def test_a_text_is_kept_as_a_message_is_composed_and_names_on_one_line(shops: Shops) -> None:
    template = saved(shops.sakura_manager, name="  車検\n 案内 ", body=" \r\n一行目\r\n\u3000二行目\r\n ")
    with store_scope(shops.sakura.pk):
        assert (template.name, current_version(template).body) == ("車検 案内", "一行目\n\u3000二行目")


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_saved(shops: Shops) -> None:
    saved(shops.sakura_manager)
    before = rows(shops.sakura_manager), audited(shops.sakura_manager)
    error = refused(
        shops.sakura_manager,
        body="[[なまえ]]様[[店舗名",
        subject="[[知らない]]",
        category="長" * 41,
        purpose="advertising",
        language="fr",
    )
    assert set(error.message_dict) == {"name", "body", "subject", "category", "purpose", "language"}
    assert [(one.code, one.start, one.end) for one in error.problems["body"]] == [
        ("unknown_field", 0, 7),
        ("unclosed", 8, 13),
    ]
    assert [one.code for one in error.problems["subject"]] == ["unknown_field"]
    assert error.message_dict["body"] == [one.message for one in error.problems["body"]]
    assert (rows(shops.sakura_manager), audited(shops.sakura_manager)) == before


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"body": " \n "}, {"body"}),
        ({"body": "あ" * 661}, {"body"}),
        ({"body": "あ" * 659 + "😀"}, {"body"}),
        ({"body": "あ" * 660 + "[[氏名]]"}, {"body"}),
        ({"name": " \u3000 "}, {"name"}),
        ({"name": "名" * 101}, {"name"}),
        ({"subject": "件" * 101}, {"subject"}),
    ],
)
def test_what_no_message_can_be_made_from_is_refused(
    shops: Shops, values: dict[str, str], fields: set[str]
) -> None:
    assert set(refused(shops.sakura_manager, None, **values).message_dict) == fields
    assert rows(shops.sakura_manager) == ([], [])


def test_a_text_of_660_characters_is_taken(shops: Shops) -> None:
    template = saved(shops.sakura_manager, body="あ" * 658 + "😀")
    with store_scope(shops.sakura.pk):
        assert len(current_version(template).body) == 659


def test_a_name_is_taken_by_templates_in_use_of_the_same_store_only(shops: Shops) -> None:
    first = saved(shops.sakura_manager)
    assert set(refused(shops.sakura_manager).message_dict) == {"name"}
    assert saved(shops.midori_manager).name == first.name
    with store_scope(shops.sakura.pk):
        archived = archive_template(actor=shops.sakura_manager, template=first)
    second = saved(shops.sakura_manager)
    assert (archived.archived_at is None, second.name) == (False, first.name)
    with store_scope(shops.sakura.pk), pytest.raises(ValidationError) as caught:
        restore_template(actor=shops.sakura_manager, template=first)
    assert set(caught.value.message_dict) == {"name"}


def test_what_somebody_else_has_saved_meanwhile_is_not_overwritten(shops: Shops) -> None:
    template = saved(shops.sakura_manager)
    saved(shops.sakura_owner, template, body="主人の文面です。")
    before = rows(shops.sakura_manager)
    with store_scope(shops.sakura.pk):
        with pytest.raises(TemplateRefused) as caught:
            save_template(
                actor=shops.sakura_manager, template=template, values={"body": "上書きです。"}, seen_version=1
            )
        assert [error.code for error in caught.value.error_dict["__all__"]] == ["changed_meanwhile"]
        assert rows(shops.sakura_manager) == before
        seen = save_template(
            actor=shops.sakura_manager, template=template, values={"body": "見てから直す。"}, seen_version=2
        )
        assert current_version(seen).body == "見てから直す。"


def test_staff_use_templates_and_change_none(shops: Shops) -> None:
    template = saved(shops.sakura_manager)
    with store_scope(shops.sakura.pk):
        changes: tuple[Callable[[], Any], ...] = (
            lambda: save_template(actor=shops.sakura_staff, template=template, values={"name": "x"}),
            lambda: save_template(actor=shops.sakura_staff, template=None, values=VALUES),
            lambda: archive_template(actor=shops.sakura_staff, template=template),
            lambda: restore_template(actor=shops.sakura_staff, template=template),
            lambda: template_to_edit(shops.sakura_staff, template.pk),
        )
        for change in changes:
            with pytest.raises(PermissionDenied):
                change()
        assert list(templates_to_use(shops.sakura_staff)) == [template]


def test_an_archived_template_is_used_no_more_and_its_versions_stay(shops: Shops) -> None:
    template = saved(shops.sakura_manager)
    with store_scope(shops.sakura.pk):
        version = current_version(template)
        archive_template(actor=shops.sakura_manager, template=template)
        archive_template(actor=shops.sakura_manager, template=template)
        assert list(templates_to_use(shops.sakura_staff)) == []
        with pytest.raises(Http404):
            template_to_use(shops.sakura_staff, template.pk)
        assert version_to_use(shops.sakura_staff, version.pk) == version
        assert template_to_edit(shops.sakura_manager, template.pk) == template
        restore_template(actor=shops.sakura_manager, template=template)
        restore_template(actor=shops.sakura_manager, template=template)
        assert template_to_use(shops.sakura_staff, template.pk) == template
    assert [action for action, _ in audited(shops.sakura_manager)] == [
        "template.created",
        "template.archived",
        "template.restored",
    ]


def test_another_stores_template_does_not_exist(shops: Shops) -> None:
    template = saved(shops.midori_manager)
    with store_scope(shops.midori.pk):
        version = current_version(template)
    with store_scope(shops.sakura.pk):
        for reach in (
            lambda: template_to_use(shops.sakura_owner, template.pk),
            lambda: template_to_edit(shops.sakura_owner, template.pk),
            lambda: version_to_use(shops.sakura_owner, version.pk),
        ):
            with pytest.raises(Http404):
                reach()
        assert list(templates_to_use(shops.sakura_owner)) == []
        assert current_versions([template.pk]) == {}


def test_a_message_about_an_appointment_is_made_from_the_first_that_is_marked(shops: Shops) -> None:
    saved(shops.sakura_manager, name="しるしなし")
    japanese = saved(shops.sakura_manager, name="予約", for_appointments=True)
    saved(shops.sakura_manager, name="予約2", for_appointments=True)
    english = saved(shops.sakura_manager, name="Booking", for_appointments=True, language="en")
    saved(shops.midori_manager, for_appointments=True)

    def found(language: str) -> Template | None:
        version = appointment_version(shops.sakura, language)
        return version.template if version else None

    with store_scope(shops.sakura.pk):
        assert (found("ja"), found("en")) == (japanese, english)
        archive_template(actor=shops.sakura_manager, template=english)
        assert found("en") == japanese
        for template in templates_to_use(shops.sakura_manager):
            archive_template(actor=shops.sakura_manager, template=template)
        assert found("ja") is None
