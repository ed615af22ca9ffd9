import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.models import ConsentPurpose
from templates_app.domain.archive_template import archive_template
from templates_app.domain.copy_examples import copy_examples
from templates_app.examples import EXAMPLES, Trade
from templates_app.models import Template
from templates_app.queries.compiling import compilations
from templates_app.queries.examples import library
from templates_app.queries.versions import current_versions
from tests.shops import Shops

# mission.md C4, one example at least for each; a first greeting with the shop's and with the staff's name.
PROMISED = {
    "payment", "delivery", "order_check", "inspection", "maintenance", "oil", "tyres", "event", "urgent_call",
    "booking_reminder", "rent", "renewal", "viewing", "greeting_shop", "greeting_staff", "referral", "apology",
}  # fmt: skip
ONE_PART = 70


def test_there_is_an_example_for_every_promised_occasion_in_both_languages() -> None:
    assert set(EXAMPLES) >= PROMISED
    assert all(set(example.texts) == {"ja", "en"} for example in EXAMPLES.values())
    assert {example.trade for example in EXAMPLES.values()} == set(Trade)
    assert {example.purpose for example in EXAMPLES.values()} <= set(ConsentPurpose.values)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_example_fits_one_part_with_typical_values(shops: Shops, language: str) -> None:
    shops.sakura.name = {"ja": "さくら自動車", "en": "Sakura Motors"}[language]
    with store_scope(shops.sakura.pk):
        shown = library(shops.sakura, language)
    assert {example.slug for example in shown} == set(EXAMPLES)
    assert {
        one.slug: len(one.sample) for one in shown if len(one.sample) > ONE_PART or "[[" in one.sample
    } == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_example_can_be_used_in_a_store_that_has_defined_nothing(shops: Shops, language: str) -> None:
    bodies = {key: example.texts[language].body for key, example in EXAMPLES.items()}
    with store_scope(shops.sakura.pk):
        found = compilations(shops.sakura, bodies.values())
    assert {key: found[body].problems for key, body in bodies.items() if found[body].problems} == {}
    assert {key for key, body in bodies.items() if not body.startswith(("[[店舗名]]", "[[shop]]"))} == set()


def test_what_advertises_says_where_to_stop_it() -> None:
    advertising = [example for example in EXAMPLES.values() if example.purpose == ConsentPurpose.PROMOTION]
    assert {example.key for example in advertising} == {"event", "referral"}
    assert all("[[配信停止URL]]" in example.texts["ja"].body for example in advertising)
    assert all("[[opt-out URL]]" in example.texts["en"].body for example in advertising)


def test_names_differ_within_a_language() -> None:
    for language in ("ja", "en"):
        names = [example.texts[language].name for example in EXAMPLES.values()]
        assert len(set(names)) == len(names)


def test_examples_are_copied_on_choice_and_once(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        copied = copy_examples(
            actor=shops.sakura_manager, examples=["oil", "booking_reminder", "no_such", "oil"], language="ja"
        )
        again = copy_examples(actor=shops.sakura_owner, examples=["oil", "tyres"], language="en")
        versions = current_versions([template.pk for template in [*copied, *again]])
        there = {one.slug for one in library(shops.sakura, "ja") if one.is_there}
        lines = list(AuditEntry.objects.order_by("id").values_list("action", "details"))
        count = Template.objects.count()
    assert [(one.example, one.language, one.for_appointments, one.version) for one in [*copied, *again]] == [
        ("oil", "ja", False, 1),
        ("booking_reminder", "ja", True, 1),
        ("tyres", "en", False, 1),
    ]
    assert [versions[one.pk].body for one in copied] == [
        EXAMPLES[key].texts["ja"].body for key in ("oil", "booking_reminder")
    ]
    assert versions[again[0].pk].saved_by_id == shops.sakura_owner.pk
    assert there == {"oil", "booking_reminder", "tyres"}
    assert count == 3
    assert lines == [
        ("template.copied", {"name": template.name, "example": template.example})
        for template in [*copied, *again]
    ]
    with store_scope(shops.midori.pk):
        assert Template.objects.count() == 0


def test_a_name_that_is_taken_gets_a_number_and_an_archived_copy_may_be_copied_again(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        [first] = copy_examples(actor=shops.sakura_manager, examples=["oil"], language="ja")
        archive_template(actor=shops.sakura_manager, template=first)
        Template.objects.create(name=first.name, changed_at=first.changed_at)
        [second] = copy_examples(actor=shops.sakura_manager, examples=["oil"], language="ja")
    assert second.name == f"{first.name} (2)"


def test_staff_copy_nothing(shops: Shops) -> None:
    with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
        copy_examples(actor=shops.sakura_staff, examples=["oil"], language="ja")
