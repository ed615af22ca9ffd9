"""`manage.py verify_consents [STORE] [--json]`: is every store's consent ledger as it was written?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Store
from customers.queries.consent_chain import MOST_FINDINGS, Verdict, verify_chain
from customers.queries.consent_words import FLAW_WORDS


class Command(BaseCommand):
    help = (
        "Verify the consent ledger of one store (its short name) or of all. Exit 1 where something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", nargs="?", help="as in the store's addresses; without it all stores")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        stores = Store.objects.order_by("slug")
        if options["store"]:
            stores = stores.filter(slug=options["store"])
            if not stores:
                raise CommandError(f"There is no store {options['store']}.")
        wrong = 0
        for store in stores:
            verdict = verify_chain(store)
            wrong += not verdict.proven
            self.stdout.write(_as_json(store, verdict) if options["json"] else _as_text(store, verdict))
        if wrong:
            raise CommandError(
                f"{wrong} of {len(stores)} ledgers are not as they were written.", returncode=1
            )


def _as_json(store: Store, verdict: Verdict) -> str:
    found = [{"flaw": one.flaw.value, "position": one.position} for one in verdict.findings]
    return json.dumps(
        {
            "store": store.slug,
            "proven": verdict.proven,
            "links": verdict.links,
            "records": verdict.records,
            "erased": verdict.erased,
            "anchors": verdict.anchors,
            "head_position": verdict.head_position,
            "head": verdict.head,
            "findings": found,
        }
    )


def _as_text(store: Store, verdict: Verdict) -> str:
    lines = [
        f"{store.slug}: {'proven' if verdict.proven else 'NOT AS WRITTEN'}; {verdict.links} links, "
        f"{verdict.records} entries, {verdict.erased} erased, {verdict.anchors} heads in the audit log; "
        f"head {verdict.head_position} {verdict.head or '-'}"
    ]
    lines += [f"  {one.position}: {one.flaw.value}: {FLAW_WORDS[one.flaw]}" for one in verdict.findings]
    if len(verdict.findings) == MOST_FINDINGS:
        lines.append("  ... and perhaps more")
    return "\n".join(lines)
