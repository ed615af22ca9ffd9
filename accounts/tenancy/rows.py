"""The abstract model of everything that belongs to a store, and its manager."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from accounts.tenancy.scope import ScopeMismatch, StoreScope, current_scope

Row = TypeVar("Row", bound="StoreRow", covariant=True)


def _claim_for_scope(row: "StoreRow") -> None:
    """Give a new row the scope's store; refuse a row of another."""
    scope = current_scope()
    if not isinstance(scope, StoreScope):
        return
    named: int | None = getattr(row, "store_id", None)
    if named is None:
        row.store_id = scope.store_id
    elif named != scope.store_id:
        raise ScopeMismatch(
            f"{row._meta.label} of store {named} was written while working for {scope.store_id}."
        )


class StoreQuerySet(models.QuerySet[Row]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            _claim_for_scope(row)
        return super().bulk_create(rows, *args, **kwargs)


class StoreManager(models.Manager[Row]):
    """Only the rows of the store in scope; raises ScopeMissing without one.

    It is also `Meta.base_manager_name`: forward keys, refresh_from_db, save and delete go through the base
    manager, and would otherwise run unscoped.
    """

    def get_queryset(self) -> StoreQuerySet[Row]:
        rows: StoreQuerySet[Row] = StoreQuerySet(self.model, using=self._db)
        scope = current_scope()
        return rows.filter(store_id=scope.store_id) if isinstance(scope, StoreScope) else rows


class StoreRow(models.Model):
    """Base of every table of a store. Derive `Meta(StoreRow.Meta)` and add `store_row_key(table)`."""

    store = models.ForeignKey("accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects: models.Manager[Any] = StoreManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _claim_for_scope(self)
        super().save(*args, **kwargs)


def store_row_key(table: str) -> models.UniqueConstraint:
    """UNIQUE (store_id, id): what composite foreign keys within a store point to. Also its index by store."""
    return models.UniqueConstraint(fields=["store", "id"], name=f"{table}_store_row")
