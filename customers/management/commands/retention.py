"""`manage.py retention [STORE] [--dry-run] [--json]`: drop now what is older than a store wants it kept."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.domain.privacy.apply_retention import apply_retention
from customers.queries.privacy.periods import due_rows, periods_of_store


class Command(BaseCommand):
    help = "Drop what is older than its period, in one store or all. The nightly run does the same by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", nargs="?", help="slug; without one all stores")
        parser.add_argument("--dry-run", action="store_true", help="count only")
        parser.add_argument("--json", action="store_true", help='{store: {kind: {"days", "rows"}}}')

    def handle(self, *args: Any, **options: Any) -> None:
        stores = Store.objects.order_by("id")
        if options["store"]:
            stores = stores.filter(slug=options["store"])
            if not stores:
                raise CommandError(f"There is no store {options['store']}.")
        told = {store.slug: self._rows(store, dry_run=options["dry_run"]) for store in stores}
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        verb = "would go" if options["dry_run"] else "went"
        for slug, kinds in told.items():
            for kind, one in kinds.items():
                period = "kept" if one["days"] is None else f"{one['days']} days"
                self.stdout.write(f"{slug} {kind} ({period}): {one['rows']} {verb}")

    def _rows(self, store: Store, *, dry_run: bool) -> dict[str, dict[str, int | None]]:
        now = timezone.now()
        with store_scope(store.pk):
            periods = periods_of_store()
            if dry_run:
                return {
                    due.kind.slug: {"days": due.days, "rows": due.going} for due in due_rows(periods, now=now)
                }
        dropped = apply_retention(store=store, now=now)
        return {slug: {"days": periods[slug], "rows": rows} for slug, rows in dropped.items()}
