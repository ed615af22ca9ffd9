"""`manage.py import_customers STORE FILE [--dry-run] [--mapping FILE] [--json]`: an import in the foreground.

Killed and started again with the same file it goes on where it stopped: the file is known by its SHA-256.
"""

import hashlib
import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy.scope import store_scope
from customers.domain.imports.choose import MappingRefused, choose_mapping
from customers.domain.imports.prepare import prepare_import
from customers.domain.imports.run import run_import
from customers.domain.imports.start import start_import
from customers.domain.keep_upload import UploadTooLarge, keep_upload
from customers.import_words import fault_words, refusal_words
from customers.models import Import
from customers.queries.imports.totals import is_under_way, store_of, totals_of, under_way_of
from customers.sheets.layout import MOST_BYTES, SheetRefused

_PIECE = 1 << 20
_LOOKED_EVERY_SECONDS = 0.5


class Command(BaseCommand):
    help = "Import a spreadsheet of customers into a store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", help="the store's part of the address")
        parser.add_argument("file", type=Path, help="CSV (UTF-8, CP932) or .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of it")
        parser.add_argument(
            "--mapping",
            type=Path,
            help='JSON: {"mapping": {"<name of a column>": "<target>", ...}, "options": {...}}; else guessed',
        )
        parser.add_argument("--json", action="store_true", help="print the totals as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_of(options["store"])
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        try:
            with store_scope(store.pk):
                found = self._begun(options)
            self.stderr.write(f"import {found.pk}")
            self._bring_to_end(store.pk, found.pk)
        except SheetRefused as refused:
            raise CommandError(refusal_words(refused)) from refused
        except MappingRefused as refused:
            told = [fault_words(fault.code, fault.params) for fault in refused.faults]
            raise CommandError(" ".join(told)) from refused
        except UploadTooLarge as refused:
            raise CommandError(f"The file is larger than {refused.most:,} bytes.") from refused
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        with store_scope(store.pk):
            totals = totals_of(found.pk)
        if options["json"]:
            self.stdout.write(json.dumps(totals))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in totals.items()))
        if totals["status"] != Import.Status.FINISHED:
            failure = totals["failure"]
            words = fault_words(failure["code"], failure["params"]) if failure else totals["status"]
            raise CommandError(words)

    def _begun(self, options: dict[str, Any]) -> Import:
        """The import of this file that is under way, or a new one in the queue."""
        path: Path = options["file"]
        digest = hashlib.sha256()
        for piece in _pieces(path):
            digest.update(piece)
        begun = under_way_of(digest.hexdigest(), dry_run=options["dry_run"])
        if begun is not None:
            return begun
        upload = keep_upload(actor=None, name=path.name, pieces=_pieces(path), most=MOST_BYTES)
        draft = prepare_import(actor=None, upload=upload, name=path.name)
        if options["mapping"] is not None:
            mapping, chosen = _given_mapping(options["mapping"], draft)
        else:
            mapping, chosen = draft.mapping, {}
        draft = choose_mapping(actor=None, spreadsheet=draft, mapping=mapping, options=chosen)
        return start_import(actor=None, spreadsheet=draft, dry_run=options["dry_run"])

    def _bring_to_end(self, store_id: int, import_id: int) -> None:
        """Here, or in a worker that was quicker; one that died is waited for until its lease ends."""
        while not run_import(import_id):
            with store_scope(store_id):
                if not is_under_way(import_id):
                    return
            time.sleep(_LOOKED_EVERY_SECONDS)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _given_mapping(path: Path, draft: Import) -> tuple[dict[str, str], dict[str, Any]]:
    given = json.loads(path.read_text(encoding="utf-8"))
    headers: list[str] = draft.layout["headers"]
    unknown = [name for name in given["mapping"] if name not in headers]
    if unknown:
        raise CommandError(f"The file has no column {', '.join(unknown)}. It has: {', '.join(headers)}")
    mapping = {str(headers.index(name)): target for name, target in given["mapping"].items()}
    return mapping, given.get("options", {})
