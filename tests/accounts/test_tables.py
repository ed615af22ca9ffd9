"""Belt 3 and the registry: what PostgreSQL itself keeps, read from its catalogues."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from accounts.domain.record_audit import record_audit
from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreManager, StoreRow
from accounts.tenancy.scope import store_scope
from tests.shops import Shops

# Tables that belong to no store, and why.
GLOBAL = {
    "accounts.LegalEntity": "owns stores",
    "accounts.Store": "is the store",
    "accounts.User": "may belong to several stores",
    "accounts.Membership": "is read at sign-in, before a store is chosen; keyed (store, id) all the same",
    "messaging.GatewayAccount": "belongs to a legal entity or the installation, and is granted to stores",
    "messaging.SenderProfile": "is part of a gateway account",
    "messaging.LaneHeartbeat": "is the installation's",
    "messaging.AccountPace": "is of a gateway account, whatever store's messages go through it",
    "messaging.Batch": "is one request of an account, with messages of several stores",
    "messaging.PriceTable": "is of a gateway account",
    "messaging.Price": "is a line of a price table",
    "tracking.UnknownCode": "counts codes that no store has",
    "messaging.Report": "comes for an account; its stores are known only when it has been read",
}
# Tables of a store that nothing refers to: a key (store_id, id) would be one more index on a hot table.
LEAVES = {
    "accounts.KeptAnswer",
    "customers.AssetDue",
    "customers.ConsentRecord",
    "customers.ConsentState",
    "customers.Contact",
    "customers.ImportFault",
    "customers.ImportMemory",
    "customers.ImportTaken",
    "customers.StaticListEntry",
    "customers.UploadPart",
    "messaging.AppointmentReminder",
    "messaging.MessageText",
    "messaging.Receipt",
    "messaging.RecipientCode",
    "tracking.Hit",
}
OWN_APPS = ("accounts", "customers", "templates_app", "tracking", "messaging")


def own_models() -> list[type[models.Model]]:
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


def constraints(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass", [table]
        )
        return {row[0] for row in cursor.fetchall()}


def test_every_table_belongs_to_a_store_or_is_on_the_list_of_global_ones() -> None:
    outside = {model._meta.label for model in own_models() if not issubclass(model, StoreRow)}
    assert outside == set(GLOBAL)


@pytest.mark.parametrize(
    "model", [m for m in own_models() if issubclass(m, StoreRow)], ids=lambda m: m.__name__
)
def test_a_stores_table_is_scoped_through_every_manager(model: type[StoreRow]) -> None:
    assert isinstance(model._base_manager, StoreManager)
    assert all(isinstance(manager, StoreManager) for manager in model._meta.managers)
    assert not model._meta.get_field("store").null


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in own_models() if issubclass(m, StoreRow)], ids=lambda m: m.__name__
)
def test_a_stores_table_is_keyed_by_store_and_its_references_cannot_leave_the_store(
    model: type[StoreRow],
) -> None:
    found = constraints(model._meta.db_table)
    if model._meta.label not in LEAVES:
        assert "UNIQUE (store_id, id)" in found
    for field in model._meta.local_fields:
        target = field.related_model
        if field.name == "store" or not isinstance(target, type):
            continue
        kept_in_store = (
            f"FOREIGN KEY (store_id, {field.column}) REFERENCES {target._meta.db_table}(store_id, "
        )
        linked = any(definition.startswith(kept_in_store) for definition in found)
        if issubclass(target, StoreRow) or isinstance(field, StoreForeignKey):
            assert linked, f"{model.__name__}.{field.name} could point into another store"


def test_an_audit_line_can_be_neither_changed_nor_deleted_by_any_role(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        entry = record_audit(actor=shops.sakura_staff, action="test.done", target=shops.sakura)
        for statement in ("UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                connection.cursor().execute(statement)
        entry.refresh_from_db()
        assert entry.action == "test.done"


def test_an_audit_line_of_one_store_cannot_name_a_person_of_another(shops: Shops) -> None:
    insert = (
        "SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO accounts_auditentry "
        "(store_id, actor_id, at, actor_name, action, object_type, object_id, details) "
        f"VALUES ({shops.sakura.pk}, {shops.midori_staff.pk}, now(), '', '', '', '', '{{}}')"
    )
    with pytest.raises(DatabaseError, match="within_store"), transaction.atomic():
        connection.cursor().execute(insert)
