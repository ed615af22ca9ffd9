"""What is printed: QR code, leaflet, sheet of senders, letter of confirmation."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from accounts.tenancy.scope import platform_scope, store_scope
from customers.documents.qr import qr_png
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.models import ConsentWording
from messaging.models import GatewayGrant, SenderProfile
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.customers.sign_up.conftest import JAPANESE, TARO
from tests.customers.sign_up.qr_reading import matrix_in, read
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of

SETTINGS = "/stores/sakura-auto/settings/sign-up/"
ADDRESS = f"{settings.BASE_URL}/join/sakura-auto"


@pytest.fixture
def manager(opened: Shops, in_english: None, sign_in: SignIn) -> Client:
    return sign_in(opened.sakura_manager)


@hypothesis_settings(max_examples=25)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=150))
def test_a_code_says_what_was_put_into_it(path: str) -> None:
    address = f"https://sms.example/{path}"
    assert read(matrix_in(Image.open(BytesIO(qr_png(address))))) == address


def test_the_code_is_the_pages_own_address_below_the_base_url_whatever_name_staff_come_by(
    manager: Client,
) -> None:
    png = manager.get(SETTINGS + "qr.png", headers={"Host": "localhost"})
    assert (png.status_code, png.headers["Content-Type"]) == (200, "image/png")
    assert read(matrix_in(Image.open(BytesIO(png.content)))) == ADDRESS
    svg = manager.get(SETTINGS + "qr.svg")
    assert (svg.headers["Content-Type"], svg.content[:5]) == ("image/svg+xml", b"<?xml")
    assert "Content-Disposition" not in svg.headers
    kept = manager.get(SETTINGS + "qr.svg?download").headers["Content-Disposition"]
    assert kept == 'attachment; filename="sign-up-qr.svg"'


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_leaflet_says_what_the_law_asks_for(manager: Client, size: str, language: str) -> None:
    page = manager.get(f"{SETTINGS}leaflet/{size}/?language={language}")
    words, source = text_of(page), page.content.decode()
    for named in ("さくら自動車株式会社", "東京都", "03-1234-5678", ADDRESS):
        assert named in words
    assert f"css/print-{size}.css" in source
    assert f'src="{SETTINGS}qr.svg"' in source
    assert f'<html lang="{language}">' in source
    assert 'role="alert"' not in source
    manager.post(SETTINGS + "close/")
    assert 'role="alert"' in manager.get(f"{SETTINGS}leaflet/{size}/").content.decode()


def test_words_for_the_shops_own_site_stand_in_both_languages_to_be_copied(manager: Client) -> None:
    words = text_of(manager.get(SETTINGS))
    assert words.count(f"Sign up here: {ADDRESS}") >= 1
    assert 'id="words-ja"' in manager.get(SETTINGS).content.decode()


def test_the_sheet_of_senders_shows_each_carriers_own(manager: Client, opened: Shops) -> None:
    SenderProfile.objects.filter(carrier="softbank").update(shown_as="21061", can_be_replied_to=True)
    words = text_of(manager.get(SETTINGS + "senders/?language=en"))
    assert "docomo 0005 000 000 cannot be received" in words
    assert "SoftBank 21061 are read by the shop" in words
    with platform_scope("no line"):
        GatewayGrant.objects.filter(store=opened.sakura).delete()
    assert "not on record yet" in text_of(manager.get(SETTINGS + "senders/?language=en"))


def test_the_letter_says_what_holds_in_the_words_that_were_agreed_to(
    opened: Shops, in_english: None, sign_in: SignIn
) -> None:
    customer = entered(opened.sakura, "山田 太郎", mobile=TARO, language="en")
    with store_scope(opened.sakura.pk):
        wording = ConsentWording.objects.get(version=1)
        said = [("notice", True), ("promotion", True), ("promotion", False)]
        record_consents(
            actor=None,
            given=[
                Given(
                    phone=TARO,
                    purpose=purpose,
                    granted=granted,
                    given_at=timezone.now(),
                    source="paper",
                    wording=wording,
                )
                for purpose, granted in said
            ],
        )
    before = everything_of("sakura-auto")
    page = sign_in(opened.sakura_staff).get(f"/stores/sakura-auto/customers/{customer.pk}/letter/")
    words = text_of(page)
    assert '<html lang="en">' in page.content.decode()
    for named in (
        "To 山田 太郎",
        "090-1234-5678",
        "さくら自動車株式会社",
        "03-1234-5678",
        JAPANESE,
        "Signature",
    ):
        assert named in words
    assert "(advertising) ☐ not wanted" in words
    assert "contracts ☑ agreed" in words
    assert "renewals ☐ nothing on record" in words
    assert everything_of("sakura-auto") == before


def test_there_is_no_letter_for_nobodys_number(opened: Shops, sign_in: SignIn) -> None:
    customer = entered(opened.sakura, "電話なし", mobile=None)
    answer = sign_in(opened.sakura_staff).get(f"/stores/sakura-auto/customers/{customer.pk}/letter/")
    assert answer.status_code == 404
