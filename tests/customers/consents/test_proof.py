"""The proof of one number's consent, as a paper and as a file, holds all that is needed to check it."""

import csv
import hashlib
import io
import json
import re

import pytest

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.consents.save_wording import save_wording
from customers.models import ConsentLink
from tests.conftest import SignIn
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THEN, hear, said
from tests.customers.pages import errors_shown, text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

PROOF = "/stores/sakura-auto/consents/proof/"


@pytest.fixture
def ledger(shops: Shops) -> Shops:
    with store_scope(shops.sakura.pk):
        wording = save_wording(
            actor=shops.sakura_owner,
            text="さくら自動車からSMSを受け取ります。\nいつでも止められます。",
            purposes=["promotion"],
            language="ja",
        )
    by_web = said(source="web_form", ip="192.0.2.7", user_agent="Mozilla/5.0", wording=wording)
    hear(shops.sakura, by_web, said(OTHER, name="隣の人"))
    hear(
        shops.sakura,
        said(granted=False, given_at=THEN + DAY, name="=1+1", note="電話で\n断られた", source="call"),
        actor=shops.sakura_staff,
    )
    hear(shops.midori, said(name="みどりの客"))
    return shops


@pytest.mark.parametrize("typed", ["090-1234-5678", "+819012345678", "０９０１２３４５６７８"])
def test_a_number_is_looked_up_in_any_form(ledger: Shops, sign_in: SignIn, typed: str) -> None:
    page = text_of(sign_in(ledger.sakura_manager).post(PROOF, {"phone": typed}))
    assert "promotion withdrawn 2026-03-02 19:00 JST · telephone call" in page
    assert "No. 1 promotion granted" in page
    assert "No. 3 promotion withdrawn" in page
    assert "Version 1 さくら自動車からSMSを受け取ります。" in page
    for others in ("隣の人", "みどりの客"):
        assert others not in page


def test_what_is_no_number_is_said_and_what_is_not_on_record_too(ledger: Shops, sign_in: SignIn) -> None:
    client = sign_in(ledger.sakura_manager)
    wrong = client.post(PROOF, {"phone": "03-1234-5678"})
    assert (wrong.status_code, len(errors_shown(wrong))) == (422, 1)
    assert "Nothing is on record for this number" in text_of(client.post(PROOF, {"phone": "07011112222"}))
    assert client.post(f"{PROOF}pdf/", {"phone": "x"}).status_code == 302


def test_the_file_holds_every_entry_and_every_hash_can_be_reckoned_again(
    ledger: Shops, sign_in: SignIn
) -> None:
    answer = sign_in(ledger.sakura_manager).post(f"{PROOF}csv/", {"phone": PHONE})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(
        r'attachment; filename="sakura-auto-consent-5678-\d{8}-\d{4}\.csv"',
        answer.headers["Content-Disposition"],
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [
        (row["No."], row["Phone number"], row["Answer"], row["Name as it was then"], row["Said at"])
        for row in rows
    ] == [
        ("1", "090-1234-5678", "granted", "山田 太郎", "2026-03-01 19:00:00+09:00"),
        ("3", "090-1234-5678", "withdrawn", "'=1+1", "2026-03-02 19:00:00+09:00"),
    ]
    with store_scope(ledger.sakura.pk):
        links = {str(link.position): link for link in ConsentLink.objects.all()}
    for row in rows:
        link = links[row["No."]]
        digest = hashlib.sha256(bytes.fromhex(row["Salt"]) + row["Canonical form"].encode()).hexdigest()
        assert digest == row["Digest of the entry"] == bytes(link.digest).hex()
        assert row["Hash of this link"] == bytes(link.hash).hex()
        assert row["Hash of the link before"] == bytes(link.previous).hex()
    wording = rows[0]["Wording: canonical form"]
    assert json.loads(wording)["purposes"] == ["promotion"]
    shown = hashlib.sha256(wording.encode()).hexdigest()
    assert json.loads(rows[0]["Canonical form"])["wording_sha256"] == shown
    assert rows[0]["Wording that was shown"] == "さくら自動車からSMSを受け取ります。\nいつでも止められます。"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_paper_is_a_pdf_with_its_own_letters_and_the_download_stands_in_the_audit_log(
    ledger: Shops, sign_in: SignIn, language: str
) -> None:
    manager = ledger.sakura_manager
    manager.user.language = language
    manager.user.save()
    answer = sign_in(manager).post(f"{PROOF}pdf/", {"phone": PHONE})
    paper = answer.content
    assert (answer.headers["Content-Type"], paper[:5], answer.headers["Cache-Control"]) == (
        "application/pdf", b"%PDF-", "no-store",
    )  # fmt: skip
    # Only the letters that are used: the whole font has six megabytes.
    assert b"IPAexGothic" in paper
    assert len(paper) < 200_000
    assert b"/JavaScript" not in paper
    with store_scope(ledger.sakura.pk):
        lines = AuditEntry.objects.filter(action="consents.exported").values_list("details", flat=True)
        assert list(lines) == [{"phone": "090-****-5678", "form": "pdf", "entries": 2}]
