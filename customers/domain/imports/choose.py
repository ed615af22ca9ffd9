"""What the columns of an import mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission, Store
from accounts.queries.memberships import require
from customers.domain.imports.open_import import open_import
from customers.intake.mapping import OPTIONS, MappingFault, check_mapping
from customers.intake.targets import REASONS_COLUMN
from customers.models import AssetKind, Import, ImportMemory, StaticList
from customers.queries.imports.targets import targets_of_store


class MappingRefused(Exception):
    """The mapping cannot be used; each of `faults` says where."""

    def __init__(self, faults: Sequence[MappingFault]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = list(faults)


def choose_mapping(
    *, actor: Actor | None, spreadsheet: Import, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> Import:
    """Keep the mapping {position as text: target's key} and options (docs/imports.md), and remember it for the store.

    Raises PermissionDenied (also where it brings consent that the actor may not record), NotStartable, and
    MappingRefused: then nothing was kept.
    """
    chosen = {position: key for position, key in mapping.items() if key}
    kept_options = {name: value for name, value in options.items() if name in OPTIONS and value}
    with transaction.atomic():
        held = open_import(actor, spreadsheet)
        if actor is not None and any(key.startswith("consent") for key in chosen.values()):
            require(actor, Permission.CONSENTS_RECORD)
        faults = mapping_faults(held, chosen, kept_options)
        if faults:
            raise MappingRefused(faults)
        held.mapping, held.options = chosen, kept_options
        held.save(update_fields=["mapping", "options"])
        _remember(held)
        record_audit(actor=actor, action="import.mapped", target=held, details={"columns": len(chosen)})
    return held


def mapping_faults(
    spreadsheet: Import, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> list[MappingFault]:
    """Everything that stands in the way of importing with this mapping; changes nothing."""
    store = Store.objects.get(pk=spreadsheet.store_id)
    faults = check_mapping(
        spreadsheet.layout["headers"],
        mapping,
        options,
        targets_of_store(),
        kinds=set(AssetKind.objects.values_list("pk", flat=True)),
        today=timezone.now().astimezone(store.zone).date(),
    )
    chosen_list = options.get("list")
    if chosen_list and not StaticList.objects.filter(pk=chosen_list, archived_at=None).exists():
        faults.append(MappingFault("no_such_list", option="list"))
    return faults


def _remember(held: Import) -> None:
    """By the columns' names; a column that was left out is remembered as left out."""
    headers = held.layout["headers"]
    chosen = {
        header: held.mapping.get(str(position), "")
        for position, header in enumerate(headers)
        if header and header != REASONS_COLUMN
    }
    memory = ImportMemory.objects.select_for_update().filter(kind=held.kind).first()
    if memory is None:
        ImportMemory.objects.bulk_create(
            [ImportMemory(kind=held.kind, mapping=chosen)], ignore_conflicts=True
        )
    else:
        memory.mapping = memory.mapping | chosen
        memory.save(update_fields=["mapping"])
