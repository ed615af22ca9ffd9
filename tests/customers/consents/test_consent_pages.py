"""Consent as people see and record it: the customer's page, the form, the ledger, the evidence."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Permission
from accounts.tenancy.scope import store_scope
from customers.domain.consents.erase import erase_records
from customers.domain.consents.save_wording import save_wording
from customers.models import ConsentRecord, Customer, Upload
from tests.conftest import SignIn
from tests.customers.consents.spoken import DAY, OTHER, PHONE, THEN, hear, said, standing
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_english")

LEDGER = "/stores/sakura-auto/consents/"
SAID = {
    "phone": PHONE,
    "answer": "granted",
    "purposes": ["promotion", "reminder"],
    "source": "paper",
    "given_at": "2026-03-01T10:00",
    "wording": "",
    "note": "店頭にて",
}


@pytest.fixture
def father(shops: Shops) -> Customer:
    return entered(shops.sakura, "山田 太郎", mobile=PHONE)


def page_of(customer: Customer) -> str:
    return f"/stores/sakura-auto/customers/{customer.pk}/"


def form_of(customer: Customer) -> str:
    return f"{LEDGER}customers/{customer.pk}/"


def records(shops: Shops) -> list[dict[str, Any]]:
    with store_scope(shops.sakura.pk):
        return list(
            ConsentRecord.objects.order_by("position").values(
                "phone", "name", "purpose", "granted", "source", "note", "recorded_by_name"
            )
        )


def test_what_a_customer_said_is_recorded_with_its_wording_and_paper_and_shown(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    with store_scope(shops.sakura.pk):
        wording = save_wording(
            actor=shops.sakura_owner, text="SMSを受け取ります。", purposes=["promotion"], language="ja"
        )
    paper = SimpleUploadedFile("C:\\同意書.html", b"<script>signed</script>", "text/html")
    client = sign_in(shops.sakura_staff)
    assert "SMSを受け取ります。" in text_of(client.get(form_of(father)))
    answer = client.post(form_of(father), SAID | {"wording": str(wording.pk), "evidence": paper}, follow=True)
    expected = {
        "phone": PHONE, "name": "山田 太郎", "granted": True, "source": "paper", "note": "店頭にて",
        "recorded_by_name": "さくら自動車 staff",
    }  # fmt: skip
    assert records(shops) == [
        expected | {"purpose": "promotion"},
        expected | {"purpose": "reminder"},
    ]
    with store_scope(shops.sakura.pk):
        [upload] = Upload.objects.all()
        kept = set(
            ConsentRecord.objects.values_list("evidence_id", "evidence_sha256", "wording_id", "given_at")
        )
    sha256 = hashlib.sha256(b"<script>signed</script>").hexdigest()
    at = THEN.replace(hour=1)
    assert (upload.name, kept) == ("同意書.html", {(upload.pk, sha256, wording.pk, at)})
    page = text_of(answer)
    assert "It stands in the consent ledger." in page
    assert "notices nothing recorded Notices go without consent." in page
    assert "promotion granted 2026-03-01 10:00 JST · on paper" in page
    assert "2 entries in the ledger" in page
    assert "with evidence" in page
    assert "evidence/" not in answer.content.decode()


def test_a_withdrawal_is_shown_as_what_holds_now(shops: Shops, sign_in: SignIn, father: Customer) -> None:
    hear(shops.sakura, said(given_at=THEN - DAY), said(granted=False, source="reply"))
    page = text_of(sign_in(shops.sakura_staff).get(page_of(father)))
    assert "promotion withdrawn 2026-03-01 19:00 JST · reply" in page


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"answer": ""}, ["This field is required."]),
        ({"purposes": []}, ["This field is required."]),
        ({"purposes": ["all"]}, ["Select a valid choice. all is not one of the available choices."]),
        ({"source": "import"}, ["Select a valid choice. import is not one of the available choices."]),
        ({"given_at": "2099-01-01T10:00"}, ["This time has not come yet."]),
        ({"given_at": "yesterday"}, ["Enter a day and a time like 2026-11-23 15:00."]),
        ({"given_at": ""}, ["This field is required."]),
        ({"wording": "99"}, ["Select a valid choice. 99 is not one of the available choices."]),
        ({"evidence": b"x" * 10_000_001}, ["The file is larger than 10 MB."]),
    ],
    ids=lambda value: "" if isinstance(value, list) else str(value)[:30],
)
def test_what_cannot_be_recorded_is_said_beside_its_field_and_nothing_is_kept(
    shops: Shops, sign_in: SignIn, father: Customer, typed: dict[str, Any], errors: list[str]
) -> None:
    if "evidence" in typed:
        typed = {"evidence": SimpleUploadedFile("large.pdf", typed["evidence"])}
    answer = sign_in(shops.sakura_staff).post(form_of(father), SAID | typed)
    assert (answer.status_code, errors_shown(answer)) == (422, errors)
    assert "店頭にて" in answer.content.decode()
    with store_scope(shops.sakura.pk):
        assert (records(shops), Upload.objects.count()) == ([], 0)


def test_a_number_changed_meanwhile_gets_no_consent_unseen(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    answer = sign_in(shops.sakura_staff).post(form_of(father), SAID | {"phone": OTHER})
    assert (answer.status_code, records(shops)) == (422, [])
    assert "number has been changed meanwhile" in answer.content.decode()


def test_what_is_said_right_after_something_else_counts_after_it(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    """The form knows minutes only."""
    client = sign_in(shops.sakura_staff)
    for answer in ("withdrawn", "granted"):
        page = client.get(form_of(father)).content.decode()
        shown = re.search(r'name="given_at" value="([^"]+)"', page)
        assert shown is not None
        client.post(form_of(father), SAID | {"answer": answer, "given_at": shown[1]})
    assert {granted for granted, _position in standing(shops.sakura).values()} == {True}


def test_who_may_not_record_is_offered_nothing_and_refused(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    staff = shops.sakura_staff
    staff.withheld_permissions = [Permission.CONSENTS_RECORD]
    staff.save()
    client = sign_in(staff)
    assert "Record consent" not in text_of(client.get(page_of(father)))
    answers = [client.get(form_of(father)).status_code, client.post(form_of(father), SAID).status_code]
    assert (answers, records(shops)) == ([403, 403], [])


def test_evidence_comes_back_as_bytes_to_keep_and_never_as_a_page(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    paper = SimpleUploadedFile('x"\r\n; evil=1.html', b"<script>alert(1)</script>", "text/html")
    sign_in(shops.sakura_staff).post(form_of(father), SAID | {"evidence": paper})
    with store_scope(shops.sakura.pk):
        upload = Upload.objects.get()
    address = f"{LEDGER}evidence/{upload.pk}/"
    assert sign_in(shops.sakura_staff).get(address).status_code == 403
    answer = sign_in(shops.sakura_manager).get(address)
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    headers = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
    assert headers == {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "evil=1" not in answer.headers["Content-Disposition"]
    with store_scope(shops.sakura.pk):
        assert AuditEntry.objects.filter(action="consents.evidence_read").count() == 1
        ConsentRecord.objects.none()
        other = Upload.objects.create(name="an import.csv", size=0, sha256="")
    assert sign_in(shops.sakura_owner).get(f"{LEDGER}evidence/{other.pk}/").status_code == 404


def test_the_ledger_lists_the_newest_first_page_by_page_and_what_was_erased_without_the_person(
    shops: Shops, sign_in: SignIn
) -> None:
    hear(shops.sakura, *[said(f"+8180{number:08d}", name=f"客{number}") for number in range(60)])
    with store_scope(shops.sakura.pk):
        erase_records(actor=None, phone="+818000000058")
    hear(shops.midori, said(name="みどりの客"))
    client = sign_in(shops.sakura_manager)
    first = client.get(LEDGER)
    shown = text_of(first)
    assert "61 " in shown
    assert "1 entry was erased at the person's request" in shown
    assert "客59" in shown
    assert "客58" not in shown
    assert "みどりの客" not in shown
    older = re.search(r'href="(\?below=\d+)"', first.content.decode())
    assert older is not None
    second = text_of(client.get(LEDGER + older[1]))
    assert "客0" in second
    assert "客59" not in second


def test_an_empty_ledger_says_what_to_do_first(shops: Shops, sign_in: SignIn) -> None:
    page = text_of(sign_in(shops.sakura_manager).get(LEDGER))
    assert "Nothing has been recorded yet" in page
    assert "Verify the ledger" not in page


@pytest.mark.parametrize("address", [LEDGER, f"{LEDGER}verify/", f"{LEDGER}proof/", f"{LEDGER}proof/pdf/"])
def test_only_who_may_prove_sees_the_ledger(shops: Shops, sign_in: SignIn, address: str) -> None:
    hear(shops.sakura, said(name="秘密の名"))
    client = sign_in(shops.sakura_staff)
    for answer in (client.get(address), client.post(address, {"phone": PHONE})):
        assert answer.status_code in (403, 405)
        assert "秘密の名" not in answer.content.decode()


def test_the_page_proves_the_ledger_or_names_what_is_wrong(shops: Shops, sign_in: SignIn) -> None:
    hear(shops.sakura, said(), said(OTHER))
    client = sign_in(shops.sakura_manager)
    whole = text_of(client.post(f"{LEDGER}verify/"))
    assert "The ledger is as it was written." in whole
    assert "Links read 2 Entries compared 2 Erased at request 0 Heads compared with the audit log 1" in whole
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM customers_consentstate WHERE phone = %s", [OTHER])
    wrong = text_of(client.post(f"{LEDGER}verify/"))
    assert "The ledger is not as it was written." in wrong
    assert "2 What counts for a number does not follow from the entries." in wrong


def test_pages_take_as_many_queries_for_one_row_as_for_three(
    shops: Shops, sign_in: SignIn, father: Customer
) -> None:
    client = sign_in(shops.sakura_manager)

    def queries() -> list[int]:
        counts = []
        asked: list[Callable[[], Any]] = [
            lambda: client.get(LEDGER),
            lambda: client.get(page_of(father)),
            lambda: client.post(f"{LEDGER}proof/", {"phone": PHONE}),
            lambda: client.post(f"{LEDGER}proof/csv/", {"phone": PHONE}),
        ]
        for ask in asked:
            with CaptureQueriesContext(connection) as captured:
                assert ask().status_code == 200
            counts.append(len(captured))
        return counts

    hear(shops.sakura, said())
    one = queries()
    hear(shops.sakura, said(purpose="reminder"), said(granted=False))
    assert queries() == one
