"""`manage.py create_store SLUG --name --formal-name`: opens a store, in trial unless said otherwise."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.open_store import open_store
from accounts.models import Store


class Command(BaseCommand):
    help = "Open a store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its part of the address: lower-case letters, digits, hyphens")
        parser.add_argument("--name", required=True, help="what staff and customers call it")
        parser.add_argument("--formal-name", required=True, help="the legal entity's registered name")
        parser.add_argument("--address", default="")
        parser.add_argument("--contact", default="")
        parser.add_argument("--status", default=Store.Status.TRIAL, choices=Store.Status.values)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            store = open_store(
                slug=options["slug"],
                name=options["name"],
                formal_name=options["formal_name"],
                address=options["address"],
                contact=options["contact"],
                status=options["status"],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        result = {"id": store.pk, "slug": store.slug, "status": store.status}
        self.stdout.write(json.dumps(result) if options["json"] else f"Opened {store.name} ({store.slug}).")
