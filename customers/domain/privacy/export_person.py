"""Everything held on a person as a ZIP: to be handed over to them."""

import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.phone import masked_form, national_form
from customers.registries.personal_data import Coded, Held, Source, Table, Whom, sources
from customers.sheets.text_mark import spreadsheet_safe

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_IN_MEMORY = 1 << 20
# Excel takes UTF-8 for what it is only with this mark.
_BYTE_ORDER_MARK = "\ufeff"


def held_on(whom: Whom) -> list[tuple[Source, Held]]:
    """Each source with what it holds; tables and sources without a row are left out."""
    found = []
    for source in sources():
        held = source.found(whom)
        tables = [table for table in held.tables if table.rows]
        if tables or held.files:
            found.append((source, Held(tables, held.files)))
    return found


def export_person(*, actor: Actor, phone: str, whom: Whom) -> IO[bytes]:
    """The ZIP, to be read from its start: a JSON of all, a CSV a table, papers as they were given, what is what.

    One audit line, with the number masked. Raises PermissionDenied.
    """
    require(actor, Permission.PRIVACY_ERASE)
    found = [held for _source, held in held_on(whom)]
    tables = [table for held in found for table in held.tables]
    zone = actor.store.zone
    # The caller reads it and closes it.
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _read_me(actor, phone, tables))
        archive.writestr("data.json", _as_json(tables, zone))
        for table in tables:
            archive.writestr(f"{table.slug}.csv", _as_csv(table, zone))
        for file in (file for held in found for file in held.files):
            with archive.open(f"papers/{_plain(file.name)}", "w") as written:
                for piece in file.pieces():
                    written.write(piece)
    record_audit(
        actor=actor,
        action="person.exported",
        target=actor.store,
        details={"phone": masked_form(phone), "rows": {table.slug: len(table.rows) for table in tables}},
    )
    target.seek(0)
    return target


def shown_cell(value: Any, zone: ZoneInfo) -> str:
    """A value as people read it: numbers and times as at home, yes and no, pairs of name and value."""
    if value is None or value == "":
        return ""
    if isinstance(value, Coded):
        return str(value.label)
    if isinstance(value, str) and _E164.fullmatch(value):
        return national_form(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown_cell(one, zone)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(shown_cell(one, zone) for one in value)
    return str(value)


def _as_json(tables: Sequence[Table], zone: ZoneInfo) -> str:
    document = {
        table.slug: [
            {key: _plain_value(cell, zone) for (key, _label), cell in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
        for table in tables
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _as_csv(table: Table, zone: ZoneInfo) -> str:
    sheet = StringIO(newline="")
    sheet.write(_BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    writer.writerow([str(label) for _key, label in table.columns])
    for row in table.rows:
        writer.writerow([spreadsheet_safe(_text(cell, zone)) for cell in row])
    return sheet.getvalue()


def _text(cell: Any, zone: ZoneInfo) -> str:
    """As on the screen, but times to the second with their offset, and what is made of several values as JSON."""
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(" ", "seconds")
    if isinstance(cell, dict | list | tuple):
        return json.dumps(_plain_value(cell, zone), ensure_ascii=False)
    return shown_cell(cell, zone)


def _plain_value(cell: Any, zone: ZoneInfo) -> Any:
    if isinstance(cell, Coded):
        return cell.code
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, dict):
        return {str(name): _plain_value(one, zone) for name, one in cell.items()}
    if isinstance(cell, list | tuple):
        return [_plain_value(one, zone) for one in cell]
    return cell


def _read_me(actor: Actor, phone: str, tables: Sequence[Table]) -> str:
    """In both languages, whoever reads it."""
    parts = []
    for language in ("ja", "en"):
        with translation.override(language):
            parts += [
                _("What %(store)s holds on the number %(phone)s")
                % {"store": actor.store.name, "phone": national_form(phone)},
                _("Made on %(at)s.")
                % {"at": timezone.now().astimezone(actor.store.zone).isoformat(" ", "seconds")},
                _("data.json holds everything for programs; each CSV file is one table for a spreadsheet:"),
                *(f"- {table.slug}.csv: {table.label} ({len(table.rows)})" for table in tables),
                _("Papers that were given as evidence lie in the folder papers."),
                "",
            ]
    return "\r\n".join(parts)


def _plain(name: str) -> str:
    """A file's name without any folder."""
    return "".join("_" if sign in '/\\:*?"<>|' else sign for sign in name)
