"""What a program asks of an import, and what is refused of it in the API's shape."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from accounts.api.fields import errors_in
from accounts.api.parsing import json_in, sent_file
from accounts.api.problems import FieldError, field_error, refused
from customers.api.imports.shapes import ImportRequest
from customers.import_words import fault_words
from customers.intake.mapping import MappingFault

_MOST_FAULTS = 10


@dataclass(frozen=True, slots=True)
class ImportWish:
    """`mapping` {column's name: target}; None: as remembered or guessed. `options` as choose_mapping takes them."""

    file: UploadedFile
    mapping: Mapping[str, str] | None
    options: Mapping[str, Any]
    dry_run: bool


def wish_in(request: Request) -> ImportWish:
    """Raises ApiProblem."""
    file = sent_file(request, "file")
    fields = _each_once(request)
    form = ImportRequest(data=fields | ({"file": file} if file is not None else {}))
    if not form.is_valid():
        raise refused(errors_in(form.errors))
    asked = form.validated_data
    day = asked.get("consent_date")
    options = {
        "asset_kind": asked.get("asset_kind"),
        "list": asked.get("list"),
        "consent_source": asked.get("consent_source"),
        "consent_date": day.isoformat() if day else None,
    }
    return ImportWish(
        file=asked["file"],
        mapping=_mapping_in(asked["mapping"]) if "mapping" in asked else None,
        options={name: value for name, value in options.items() if value}
        | {"empty_clears": asked["empty_clears"]},
        dry_run=asked["dry_run"],
    )


def told_apart(request: Request) -> dict[str, Any]:
    """The form's fields, and of its file the SHA-256: what makes a request another one."""
    digest = hashlib.sha256()
    file = sent_file(request, "file")
    for piece in file.chunks() if file else ():
        digest.update(piece)
    return _each_once(request) | {"file": digest.hexdigest()}


def by_position(mapping: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """As choose_mapping takes it. Raises ApiProblem for a column that the file does not have."""
    positions = {name: str(position) for position, name in enumerate(headers) if name}
    named = {name: " ".join(name.split()) for name in mapping}
    unknown = [name for name, plain in named.items() if plain not in positions]
    if unknown:
        words = _("The file has no column of this name.")
        raise refused(
            [field_error(f"mapping.{name}", "no_such_column", words) for name in unknown[:_MOST_FAULTS]]
        )
    return {positions[named[name]]: target for name, target in mapping.items() if target}


def mapping_errors(faults: Iterable[MappingFault], headers: Sequence[str]) -> list[FieldError]:
    """Each by the name of its column or option."""
    errors = []
    for fault in faults:
        column = None if fault.column is None else headers[fault.column]
        field = f"mapping.{column}" if column is not None else fault.option or "mapping"
        errors.append(field_error(field, fault.code, fault_words(fault.code, fault.params)))
    return errors[:_MOST_FAULTS]


def _each_once(request: Request) -> dict[str, Any]:
    """The fields that are texts. Raises ApiProblem for one that comes twice."""
    found: dict[str, Any] = {}
    for name, values in request.POST.lists():
        if len(values) > 1:
            raise refused([field_error(name, "repeated", _("This is named more than once."))])
        found[name] = values[0]
    return found


def _mapping_in(text: str) -> dict[str, str]:
    try:
        found = json_in(text.encode())
    except (ParseError, UnicodeEncodeError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(target, str) for target in found.values()):
        words = _('This is a JSON object of columns and targets: {"name of a column": "target"}.')
        raise refused([field_error("mapping", "invalid", words)])
    return found
