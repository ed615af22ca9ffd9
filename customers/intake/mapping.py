"""Whether a mapping of columns can be used at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from customers.intake.targets import PURPOSES, Target, is_of_asset

SOURCES = ("counter", "paper", "web_form", "import", "reply", "call", "opt_out_page")
OPTIONS = frozenset({"asset_kind", "empty_clears", "consent_source", "consent_date", "list"})


@dataclass(frozen=True, slots=True)
class MappingFault:
    """`column` by position, or `option` by name; neither where it concerns the mapping as a whole."""

    code: str
    column: int | None = None
    option: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def check_mapping(
    headers: Sequence[str],
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
    offered: Sequence[Target],
    *,
    kinds: Collection[int],
    today: date,
) -> list[MappingFault]:
    """Everything that stands in the way; nothing for a mapping that holds. `mapping` as it comes from a form; `kinds`
    are the ids of the store's kinds of assets.
    """
    faults = _column_faults(headers, mapping, offered)
    if faults:
        return faults
    chosen = {key for key in mapping.values() if key}
    if not chosen & {"number", "mobile"}:
        faults.append(MappingFault("no_key_column"))
    return (
        faults
        + _asset_faults(mapping, chosen, options, offered, kinds)
        + _consent_faults(chosen, options, today)
    )


def _column_faults(
    headers: Sequence[str], mapping: Mapping[str, str], offered: Sequence[Target]
) -> list[MappingFault]:
    labels = {target.key: str(target.label) for target in offered}
    faults: list[MappingFault] = []
    seen: set[str] = set()
    for position, key in mapping.items():
        if not position.isascii() or not position.isdigit() or int(position) >= len(headers):
            faults.append(MappingFault("no_such_column", params={"column": position[:20]}))
        elif key and key not in labels:
            faults.append(MappingFault("no_such_target", int(position)))
        elif key and key in seen:
            faults.append(MappingFault("target_twice", int(position), params={"target": labels[key]}))
        seen.add(key)
    return faults


def _asset_faults(
    mapping: Mapping[str, str],
    chosen: set[str],
    options: Mapping[str, Any],
    offered: Sequence[Target],
    kinds: Collection[int],
) -> list[MappingFault]:
    if not any(map(is_of_asset, chosen)):
        return []
    kind = options.get("asset_kind")
    if kind not in kinds:
        return [MappingFault("asset_kind_missing", option="asset_kind")]
    owners = {target.key: target.asset_kind for target in offered}
    foreign = [
        MappingFault("other_kind", int(position))
        for position, key in mapping.items()
        if owners.get(key) not in (None, kind)
    ]
    if not chosen & {"asset_label", "asset_number"}:
        foreign.append(MappingFault("asset_unnamed_column"))
    return foreign


def _consent_faults(chosen: set[str], options: Mapping[str, Any], today: date) -> list[MappingFault]:
    """Consent needs its source and date: of each row, or one of each for all (mission.md B7)."""
    faults: list[MappingFault] = []
    declared = options.get("consent_date")
    if declared:
        try:
            if date.fromisoformat(str(declared)) > today:
                faults.append(MappingFault("future_date", option="consent_date"))
        except ValueError:
            faults.append(MappingFault("not_a_date", option="consent_date"))
    if options.get("consent_source") and options["consent_source"] not in SOURCES:
        faults.append(MappingFault("unknown_source", option="consent_source"))
    if any(f"consent:{purpose}" in chosen for purpose in PURPOSES):
        if "consent_source" not in chosen and not options.get("consent_source"):
            faults.append(MappingFault("consent_without_source", option="consent_source"))
        if "consent_date" not in chosen and not declared:
            faults.append(MappingFault("consent_without_date", option="consent_date"))
    return faults
