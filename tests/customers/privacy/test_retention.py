import json
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEntry, Store
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.keep_upload import keep_upload
from customers.domain.privacy.apply_retention import AT_ONCE, apply_due, apply_retention
from customers.domain.privacy.save_periods import save_periods
from customers.models import (
    Appointment,
    Asset,
    AssetDue,
    AssetKind,
    Complaint,
    ConsentRecord,
    ConsentState,
    Contact,
    Customer,
    DueKind,
    Import,
    ImportFault,
    NumberCheck,
    RetentionPeriod,
    Upload,
    UploadPart,
)
from customers.queries.privacy.periods import due_rows, periods_of_store
from messaging.domain.privacy.retention import forget_reports
from messaging.models import Dispatch, Draft, Message, MessageText, Purpose, Report, State
from tests.customers.privacy.dumps import dumped
from tests.messaging.factories import make_customer, make_message
from tests.shops import Shops

OLD, NEW = "+819011111111", "+819022222222"
NOTHING = dict.fromkeys(
    [
        "message_texts",
        "consents",
        "drafts",
        "link_hits",
        "customers",
        "appointments",
        "assets",
        "complaints",
        "imports",
        "number_checks",
    ],
    0,
)


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def set_period(store: Store, kind: str, days: int | None) -> None:
    with store_scope(store.pk):
        RetentionPeriod.objects.update_or_create(kind=kind, defaults={"days": days})


def applied(store: Store) -> dict[str, int]:
    return {kind: rows for kind, rows in apply_retention(store=store).items() if rows}


def test_texts_older_than_the_period_are_emptied_and_what_is_under_way_keeps_its_own(shops: Shops) -> None:
    owner = shops.sakura_owner
    set_period(shops.sakura, "message_texts", 100)
    old = make_message(owner, phone=OLD, state=State.DELIVERED, created_at=ago(101))
    waiting = make_message(owner, phone=OLD, created_at=ago(101))
    new = make_message(owner, phone=NEW, state=State.DELIVERED, created_at=ago(99))
    make_message(shops.midori_owner, phone=OLD, state=State.DELIVERED, created_at=ago(101))
    midori = dumped(shops.midori)
    assert applied(shops.sakura) == {"message_texts": 1}
    with store_scope(shops.sakura.pk):
        texts = dict(MessageText.objects.values_list("message_id", "phone"))
        subjects = dict(Dispatch.objects.values_list("messages", "subject"))
        states = set(Message.objects.values_list("state", flat=True))
    assert texts == {old.pk: "", waiting.pk: OLD, new.pk: NEW}
    assert subjects == {old.pk: "", waiting.pk: "入荷のお知らせ", new.pk: "入荷のお知らせ"}
    assert states == {"delivered", "scheduled"}
    assert applied(shops.sakura) == {}
    assert dumped(shops.midori) == midori


def test_a_consent_goes_with_the_period_since_the_last_promotion_and_a_withdrawal_stays(shops: Shops) -> None:
    owner = shops.sakura_owner
    with store_scope(shops.sakura.pk):
        given = [
            Given(phone, "promotion", granted, ago(1500), "counter")
            for phone, granted in ((OLD, True), (NEW, True), ("+819033333333", False))
        ]
        record_consents(actor=owner, given=given)
    make_message(
        owner,
        phone=NEW,
        state=State.DELIVERED,
        purpose=Purpose.PROMOTION,
        created_at=ago(30),
        subject="セール",
    )
    # They were written down just now: counted from then.
    assert applied(shops.sakura) == {}
    later = timezone.now() + timedelta(days=1096)
    with store_scope(shops.sakura.pk):
        Message.objects.update(accepted_at=later - timedelta(days=30), created_at=later - timedelta(days=30))
    assert apply_retention(store=shops.sakura, now=later)["consents"] == 1
    with store_scope(shops.sakura.pk):
        assert sorted(ConsentRecord.objects.values_list("phone", flat=True)) == [NEW, "+819033333333"]
        assert sorted(ConsentState.objects.values_list("phone", "granted")) == [
            (NEW, True),
            ("+819033333333", False),
        ]


def test_customers_without_contact_go_only_where_the_store_wants_it(shops: Shops) -> None:
    away, texted, coming, due = (
        make_customer(shops.sakura, name=f"{letter} 様", mobile=f"+8190000000{letter}0")
        for letter in ("11", "22", "33", "44")
    )
    make_customer(shops.sakura, name="新規", mobile=NEW)
    with store_scope(shops.sakura.pk):
        Customer.objects.exclude(mobile=NEW).update(created_at=ago(800), updated_at=ago(800))
        Contact.objects.create(customer=away, last_texted_at=ago(750))
        Contact.objects.create(customer=texted, last_texted_at=ago(10))
        Appointment.objects.create(customer=coming, starts_at=ago(-3))
        kind = AssetKind.objects.create(name="車両")
        asset = Asset.objects.create(customer=due, kind=kind, label="プリウス")
        AssetDue.objects.create(
            asset=asset, kind=DueKind.objects.create(asset_kind=kind, name="車検"), date=ago(-20).date()
        )
        Asset.objects.update(updated_at=ago(800))
    assert applied(shops.sakura) == {}
    set_period(shops.sakura, "customers", 730)
    assert applied(shops.sakura) == {"customers": 1}
    with store_scope(shops.sakura.pk):
        names = set(Customer.objects.values_list("name", flat=True))
    assert names == {"22 様", "33 様", "44 様", "新規"}


def test_the_other_kinds_drop_what_is_older_and_nothing_else(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    with store_scope(shops.sakura.pk):
        kind = AssetKind.objects.create(name="車両")
        for days in (800, 5):
            Appointment.objects.create(customer=customer, starts_at=ago(days))
            Asset.objects.create(customer=customer, kind=kind, label=f"{days}", archived_at=ago(days))
            Complaint.objects.create(phone=OLD, said=f"{days}")
            NumberCheck.objects.create(
                occasion="counter", key=uuid.uuid4(), phone=OLD, code_digest="0" * 64, expires_at=ago(days)
            )
            upload = keep_upload(actor=shops.sakura_owner, name="a.csv", pieces=[b"a"], most=10)
            held = Import.objects.create(status="finished", upload=upload, file_name=f"{days}")
            ImportFault.objects.create(owner=held, row=2, reasons=[], cells=["x"])
            Draft.objects.create(store=shops.sakura, owner=shops.sakura_staff, source="quick_send")
        for model, field in (
            (Complaint, "recorded_at"),
            (NumberCheck, "made_at"),
            (Import, "made_at"),
            (Draft, "changed_at"),
        ):
            oldest = model.objects.order_by("id").values("pk")[:1]
            model.objects.filter(pk__in=oldest).update(**{field: ago(800)})
    set_period(shops.sakura, "assets", 400)
    set_period(shops.sakura, "complaints", 700)
    with store_scope(shops.sakura.pk):
        told = {due.kind.slug: due.going for due in due_rows(periods_of_store(), now=timezone.now())}
    expected = {
        "appointments": 1,
        "assets": 1,
        "complaints": 1,
        "drafts": 1,
        "imports": 2,
        "number_checks": 1,
    }
    assert told == NOTHING | expected
    assert applied(shops.sakura) == expected
    with store_scope(shops.sakura.pk):
        assert [asset.label for asset in Asset.objects.all()] == ["5"]
        assert [one.said for one in Complaint.objects.all()] == ["5"]
        kept = [(one.file_name, one.upload_id is None) for one in Import.objects.order_by("id")]
        assert kept == [("800", True), ("5", False)]
        for left in (Appointment, Draft, NumberCheck, ImportFault, Upload, UploadPart):
            assert left.objects.count() == 1
        lines = AuditEntry.objects.filter(action="retention.dropped").order_by("id")
        assert {line.details["kind"]: line.details["rows"] for line in lines} == expected
    assert applied(shops.sakura) == {}


def test_more_than_one_batch_goes_and_all_of_it(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        Complaint.objects.bulk_create(Complaint(phone=OLD, said=str(number)) for number in range(AT_ONCE + 5))
        Complaint.objects.update(recorded_at=ago(2000))
    assert applied(shops.sakura) == {"complaints": AT_ONCE + 5}


def test_a_stores_night_comes_once_a_day_after_three_in_its_own_zone(shops: Shops) -> None:
    Store.objects.filter(pk=shops.midori.pk).update(time_zone="Europe/Berlin")

    def nights() -> list[tuple[str, str]]:
        found = []
        for store in (shops.sakura, shops.midori):
            with store_scope(store.pk):
                lines = AuditEntry.objects.filter(action="retention.night").order_by("id")
                found += [(store.slug, line.details["day"]) for line in lines]
        return found

    # 02:59 in Tokyo, 18:59 the day before in Berlin, which has not had that day's night.
    assert apply_due(datetime(2026, 11, 22, 17, 59, tzinfo=UTC)) == 1
    assert nights() == [("midori-estate", "2026-11-22")]
    assert apply_due(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == 1
    assert apply_due(datetime(2026, 11, 22, 18, 20, tzinfo=UTC)) == 0
    assert apply_due(datetime(2026, 11, 23, 2, 5, tzinfo=UTC)) == 1
    assert nights() == [
        ("sakura-auto", "2026-11-23"),
        ("midori-estate", "2026-11-22"),
        ("midori-estate", "2026-11-23"),
    ]


def test_periods_are_set_by_who_may_and_never_below_the_least(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        with pytest.raises(PermissionDenied):
            save_periods(actor=shops.sakura_manager, periods={"complaints": 100})
        with pytest.raises(ValidationError) as refused:
            save_periods(actor=shops.sakura_owner, periods={"complaints": 30, "imports": 10})
        assert list(refused.value.error_dict) == ["complaints"]
        assert RetentionPeriod.objects.count() == 0
        changed = save_periods(
            actor=shops.sakura_owner, periods={"complaints": None, "imports": 30, "customers": 400}
        )
        assert changed == {"complaints": None, "customers": 400}
        assert periods_of_store() == {
            "message_texts": 1095, "consents": 1095, "customers": 400, "appointments": 730, "assets": None,
            "complaints": None, "imports": 30, "number_checks": 30, "drafts": 400, "link_hits": 1095,
        }  # fmt: skip
        # Back to the default: no row is needed.
        save_periods(actor=shops.sakura_owner, periods={"customers": None})
        assert list(RetentionPeriod.objects.values_list("kind", flat=True)) == ["complaints"]


def test_the_command_counts_without_dropping_and_then_drops(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        Complaint.objects.create(phone=OLD, said="x")
        Complaint.objects.update(recorded_at=ago(2000))

    def told(*options: str) -> dict[str, int]:
        out = StringIO()
        call_command("retention", "sakura-auto", "--json", *options, stdout=out)
        return {kind: one["rows"] for kind, one in json.loads(out.getvalue())["sakura-auto"].items()}

    assert told("--dry-run") == told("--dry-run") == NOTHING | {"complaints": 1}
    assert told() == NOTHING | {"complaints": 1}
    assert told() == NOTHING


def test_reports_of_providers_go_after_ninety_days_once_they_were_applied(shops: Shops) -> None:
    for name, days, applied_at in (("old", 91, ago(91)), ("new", 89, ago(89)), ("waiting", 91, None)):
        Report.objects.create(
            account=shops.account,
            origin="webhook",
            body=name.encode(),
            received_at=ago(days),
            applied_at=applied_at,
        )
    assert forget_reports() == 1
    assert sorted(bytes(report.body) for report in Report.objects.all()) == [b"new", b"waiting"]
