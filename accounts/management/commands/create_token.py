"""`manage.py create_token STORE --name --scopes send,read`: lets a program in. The token is printed once."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.issue_token import issue_token
from accounts.models import Scope, Store
from accounts.tenancy.scope import store_scope


def scopes_in(text: str) -> list[Scope]:
    """`send,read`. Raises ArgumentTypeError with the scopes there are."""
    try:
        return [Scope(part.strip()) for part in text.split(",")]
    except ValueError as error:
        raise ArgumentTypeError(f"{error}; there are {', '.join(Scope.values)}") from error


class Command(BaseCommand):
    help = "Make an API token of a store. It is shown once; only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", help="the store's part of the address, like sakura-auto")
        parser.add_argument("--name", required=True, help="which program it is for")
        parser.add_argument("--scopes", required=True, type=scopes_in, help=",".join(Scope.values))
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        try:
            with store_scope(store.pk):
                issued = issue_token(store=store, actor=None, name=options["name"], scopes=options["scopes"])
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        token = issued.token
        result = {
            "id": token.pk,
            "store": store.slug,
            "name": token.name,
            "prefix": token.prefix,
            "scopes": token.scopes,
            "token": issued.secret,
        }
        self.stdout.write(json.dumps(result) if options["json"] else issued.secret)
