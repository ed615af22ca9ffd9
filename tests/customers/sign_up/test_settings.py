"""The settings of the sign-up page: its words, opening and closing it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, LegalEntity
from accounts.tenancy.scope import store_scope
from customers.models import ConsentWording, SignUpPage
from customers.queries.sign_up.words import default_wording
from tests.conftest import SignIn
from tests.customers.pages import text_of
from tests.customers.sign_up.conftest import open_page, save_page
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of

SETTINGS = "/stores/sakura-auto/settings/sign-up/"
TYPED: dict[str, Any] = {
    "intro": "いつもありがとうございます。",
    "asks_name": "on",
    "purposes": ["notice", "promotion"],
    "text_ja": "同意します。",
    "text_en": "I agree.",
}


@pytest.fixture
def manager(shops: Shops, in_english: None, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_manager)


def versions(shops: Shops) -> list[tuple[int, str, list[str], str]]:
    with store_scope(shops.sakura.pk):
        rows = ConsentWording.objects.order_by("version")
        return [(row.version, row.language, row.purposes, row.text) for row in rows]


def page_of(shops: Shops) -> SignUpPage:
    with store_scope(shops.sakura.pk):
        found: SignUpPage = SignUpPage.objects.get()
        return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_wording_is_ready_that_names_all_that_the_law_asks_for(shops: Shops, language: str) -> None:
    words = default_wording(shops.sakura, language=language)
    for named in ("さくら自動車株式会社", "さくら自動車", "東京都", "03-1234-5678"):
        assert named in words


def test_the_form_begins_with_it(manager: Client, shops: Shops) -> None:
    form = manager.get(SETTINGS + "edit/").context["form"]
    assert {name: form[name].value() for name in ("text_ja", "text_en")} == {
        f"text_{language}": default_wording(shops.sakura, language=language) for language in ("ja", "en")
    }


def test_a_save_makes_a_version_of_what_differs_and_leaves_the_others(manager: Client, shops: Shops) -> None:
    assert manager.post(SETTINGS + "edit/", TYPED).status_code == 302
    manager.post(SETTINGS + "edit/", TYPED)
    first = [
        (1, "ja", ["notice", "promotion"], "同意します。"),
        (2, "en", ["notice", "promotion"], "I agree."),
    ]
    assert versions(shops) == first
    manager.post(SETTINGS + "edit/", TYPED | {"text_en": "I do agree."})
    assert versions(shops) == [*first, (3, "en", ["notice", "promotion"], "I do agree.")]
    page = page_of(shops)
    assert (page.intro, page.asks_name, page.is_open) == ("いつもありがとうございます。", True, False)
    # For other purposes people agree anew, in both languages.
    manager.post(SETTINGS + "edit/", TYPED | {"purposes": ["notice"]})
    assert [row[:3] for row in versions(shops)[3:]] == [(4, "ja", ["notice"]), (5, "en", ["notice"])]
    shown = text_of(manager.get(SETTINGS))
    assert all(f"Version {number}" in shown for number in range(1, 6))


def test_what_was_typed_stays_when_something_is_missing(manager: Client, shops: Shops) -> None:
    page = manager.post(SETTINGS + "edit/", TYPED | {"text_en": "", "purposes": []})
    assert (page.status_code, "同意します。" in page.content.decode()) == (422, True)
    assert versions(shops) == []


def test_the_page_opens_once_it_has_its_words_and_closes_again(
    manager: Client, shops: Shops, client: Client
) -> None:
    manager.post(SETTINGS + "open/")
    assert client.get("/join/sakura-auto").status_code == 404
    manager.post(SETTINGS + "edit/", TYPED)
    for _ in range(2):
        assert manager.post(SETTINGS + "open/").status_code == 302
    assert client.get("/join/sakura-auto").status_code == 200
    # Looking at the question closes nothing.
    assert manager.get(SETTINGS + "close/").status_code == 200
    assert client.get("/join/sakura-auto").status_code == 200
    manager.post(SETTINGS + "close/")
    assert client.get("/join/sakura-auto").status_code == 404
    with store_scope(shops.sakura.pk):
        lines = AuditEntry.objects.filter(action__startswith="sign_up_page").order_by("id")
        told = [(line.action, line.actor_id) for line in lines]
    by = shops.sakura_manager.pk
    assert told == [
        ("sign_up_page.changed", by),
        ("sign_up_page.opened", by),
        ("sign_up_page.closed", by),
    ]


@pytest.mark.parametrize(
    ("field", "word"), [("formal_name", "formal name"), ("address", "address"), ("contact", "contact")]
)
def test_the_page_cannot_be_opened_while_something_that_must_be_shown_is_missing(
    manager: Client, shops: Shops, field: str, word: str
) -> None:
    save_page(shops.sakura_manager)
    LegalEntity.objects.filter(stores=shops.sakura).update(**{field: ""})
    refused = manager.post(SETTINGS + "open/", follow=True)
    assert f"record lacks: {word}" in text_of(refused)
    assert not page_of(shops).is_open
    assert "<button" not in refused.content.decode().split(SETTINGS + "open/")[-1][:40]


def test_the_preview_shows_the_page_though_it_is_closed_and_sends_nothing(
    manager: Client, shops: Shops
) -> None:
    assert manager.get(SETTINGS + "preview/").status_code == 302
    save_page(shops.sakura_manager, texts={"ja": "同意します。", "en": "I agree."})
    before = everything_of("sakura-auto")
    for language, words in (("ja", "同意します。"), ("en", "I agree.")):
        page = manager.get(SETTINGS + f"preview/?language={language}")
        assert words in text_of(page)
        assert "csrfmiddlewaretoken" not in page.content.decode()
    assert everything_of("sakura-auto") == before


def test_staff_may_neither_see_nor_change_it(shops: Shops, sign_in: SignIn) -> None:
    open_page(shops.sakura_manager)
    client, before = sign_in(shops.sakura_staff), everything_of("sakura-auto")
    for path in (
        "",
        "edit/",
        "close/",
        "preview/",
        "qr.svg",
        "qr.png",
        "leaflet/a4/",
        "leaflet/a5/",
        "senders/",
    ):
        assert client.get(SETTINGS + path).status_code == 403, path
    for path in ("edit/", "open/", "close/"):
        assert client.post(SETTINGS + path, TYPED).status_code == 403, path
    assert everything_of("sakura-auto") == before


def test_one_version_costs_as_many_queries_as_three(manager: Client, shops: Shops) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            manager.get(SETTINGS)
        return len(caught)

    save_page(shops.sakura_manager)
    queries()
    few = queries()
    for number in range(3):
        save_page(shops.sakura_manager, texts={"ja": f"文言{number}", "en": f"words {number}"})
    assert queries() == few
