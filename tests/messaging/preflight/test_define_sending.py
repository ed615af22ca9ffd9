"""What a store chooses for its messages: the page, what is kept, and what the audit log tells."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEntry, Membership, Store
from accounts.tenancy.scope import store_scope
from messaging.domain.define_sending import SendingChoices, choices_in_force, define_sending
from messaging.domain.preflight.checks import CHECKS
from messaging.models import PreflightLevel, SendingSettings
from messaging.panels.choice_words import changed_choices
from tests.conftest import SignIn
from tests.shops import Shops

USUAL: dict[str, Any] = {
    "body_limit": 660,
    "asks_before_sending": False,
    "introduction": SendingSettings.Introduction.OFF,
    "introduction_text": "",
    "track_links": True,
    "unique_links": True,
    "link_days": 400,
    "levels": {check.code: PreflightLevel.Level(check.level.value) for check in CHECKS},
}


def chosen(**changes: Any) -> SendingChoices:
    levels = USUAL["levels"] | changes.pop("levels", {})
    return SendingChoices(**USUAL | changes | {"levels": levels})


def in_force(store: Store) -> SendingChoices:
    with store_scope(store.pk):
        return choices_in_force(Store.objects.get(pk=store.pk))


def defined(actor: Membership, choices: SendingChoices) -> bool:
    with store_scope(actor.store_id):
        return define_sending(actor=actor, choices=choices)


def posted(choices: SendingChoices, **changes: str) -> dict[str, str]:
    """As the page's form sends it."""
    typed = {
        "body_limit": str(choices.body_limit),
        "introduction": choices.introduction.value,
        "introduction_text": choices.introduction_text,
        "link_days": str(choices.link_days),
        **{f"level_{code}": level.value for code, level in choices.levels.items()},
    }
    for name in ("asks_before_sending", "track_links", "unique_links"):
        if getattr(choices, name):
            typed[name] = "on"
    return typed | changes


def test_without_a_choice_a_store_has_the_usual(shops: Shops) -> None:
    assert in_force(shops.sakura) == chosen()


def test_what_is_chosen_is_kept_for_this_store_and_told_in_the_audit_log(shops: Shops) -> None:
    wanted = chosen(
        body_limit=140,
        asks_before_sending=True,
        introduction=SendingSettings.Introduction.IN_FRONT,
        introduction_text="さくら自動車です。\r\n",
        track_links=False,
        unique_links=False,
        link_days=90,
        levels={"phone_number": PreflightLevel.Level.OFF},
    )
    assert defined(shops.sakura_manager, wanted) is True
    kept = in_force(shops.sakura)
    assert (kept.body_limit, kept.introduction_text, kept.link_days) == (140, "さくら自動車です。", 90)
    assert kept.levels == USUAL["levels"] | {"phone_number": PreflightLevel.Level.OFF}
    assert in_force(shops.midori) == chosen()
    with store_scope(shops.sakura.pk), translation.override("en"):
        # Only what differs is a row.
        assert list(PreflightLevel.objects.values_list("code", "level")) == [("phone_number", "off")]
        line = AuditEntry.objects.get(action="sending_settings.changed")
        assert line.actor == shops.sakura_manager
        assert line.details == {
            "changed": {
                "body_limit": [660, 140],
                "asks_before_sending": [False, True],
                "introduction": ["off", "in_front"],
                "introduction_text": None,
                "track_links": [True, False],
                "unique_links": [True, False],
                "link_days": [400, 90],
                "level:phone_number": ["warning", "off"],
            }
        }
        assert changed_choices(line) == (
            "Longest text: 660 → 140; extra question: no → yes; "
            "Introduction: nothing → in front of the text; text of the introduction; count clicks: yes → no; "
            "a link of their own for each recipient: yes → no; days until a link ends: 400 → 90; "
            "Phone number that is not the store's: to be acknowledged → not looked for"
        )


def test_the_same_again_changes_nothing_and_the_usual_again_leaves_no_rows(shops: Shops) -> None:
    other = chosen(levels={"no_contact": PreflightLevel.Level.WARNING})
    assert [defined(shops.sakura_manager, choices) for choices in (other, other, chosen())] == [
        True,
        False,
        True,
    ]
    with store_scope(shops.sakura.pk):
        assert not PreflightLevel.objects.exists()
        assert AuditEntry.objects.filter(action="sending_settings.changed").count() == 2
    assert in_force(shops.sakura) == chosen()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"body_limit": 69}, {"body_limit"}),
        ({"body_limit": 661}, {"body_limit"}),
        ({"link_days": 29}, {"link_days"}),
        ({"link_days": 3651}, {"link_days"}),
        ({"introduction": SendingSettings.Introduction.BEFORE}, {"introduction_text"}),
        ({"introduction_text": "あ" * 201}, {"introduction_text"}),
        ({"introduction_text": "はじめまして😀"}, {"introduction_text"}),
        ({"introduction_text": "[[氏名様、はじめまして"}, {"introduction_text"}),
        ({"introduction_text": "[[そんな項目]]"}, {"introduction_text"}),
        (
            {"body_limit": 0, "link_days": 0, "introduction": SendingSettings.Introduction.IN_FRONT},
            {"body_limit", "link_days", "introduction_text"},
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    shops: Shops, changes: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        defined(shops.sakura_manager, chosen(**changes))
    assert set(refused.value.message_dict) == fields
    assert in_force(shops.sakura) == chosen()
    with store_scope(shops.sakura.pk):
        assert not AuditEntry.objects.exists()


def test_staff_may_neither_open_the_page_nor_change_anything(shops: Shops, sign_in: SignIn) -> None:
    url = reverse("sending:settings", args=["sakura-auto"])
    client = sign_in(shops.sakura_staff)
    answers = [client.get(url).status_code, client.post(url, posted(chosen(body_limit=100))).status_code]
    assert answers == [403, 403]
    with pytest.raises(PermissionDenied):
        defined(shops.sakura_staff, chosen(body_limit=100))
    assert in_force(shops.sakura) == chosen()


def test_the_page_keeps_what_is_typed_and_comes_back_with_it(shops: Shops, sign_in: SignIn) -> None:
    client, url = sign_in(shops.sakura_manager), reverse("sending:settings", args=["sakura-auto"])
    wanted = chosen(
        body_limit=200,
        introduction=SendingSettings.Introduction.BEFORE,
        introduction_text="さくら自動車です。[[氏名|お客様]]に初めてお送りします。",
        unique_links=False,
        levels={"promotion_in_notice": PreflightLevel.Level.ERROR, "no_contact": PreflightLevel.Level.OFF},
    )
    answer = client.post(url, posted(wanted), follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert in_force(shops.sakura) == wanted
    page = client.get(url).content.decode()
    assert "初めてお送りします。" in page
    assert page.count('<option value="error" selected>') == 2


def test_a_refused_page_says_why_at_the_field_and_loses_nothing(shops: Shops, sign_in: SignIn) -> None:
    client, url = sign_in(shops.sakura_manager), reverse("sending:settings", args=["sakura-auto"])
    typed = posted(chosen(link_days=30), body_limit="7", introduction_text="[[氏名", level_no_contact="error")
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('value="7"' in page, "[[氏名" in page, 'value="30"' in page) == (True, True, True)
    assert in_force(shops.sakura) == chosen()
    broken = client.post(url, posted(chosen(), introduction_text="[[氏名"))
    assert broken.status_code == 422
    assert 'id="id_introduction_text_error"' in broken.content.decode()
    strange = client.post(url, posted(chosen(), level_no_contact="loud"))
    assert 'id="id_level_no_contact_error"' in strange.content.decode()


def test_the_page_asks_as_often_with_many_choices_as_with_none(shops: Shops, sign_in: SignIn) -> None:
    client, url = sign_in(shops.sakura_manager), reverse("sending:settings", args=["sakura-auto"])
    counted = []
    for levels in ({}, {check.code: PreflightLevel.Level.OFF for check in CHECKS}):
        defined(shops.sakura_manager, chosen(levels=levels))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1]
