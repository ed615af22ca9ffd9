"""`manage.py create_user STORE EMAIL --name --role`: lets a person into a store; asks for the password."""

import getpass
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.open_store import let_in
from accounts.models import Role, Store


class Command(BaseCommand):
    help = "Let a person into a store. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", help="the store's slug")
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']!r}.")
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
            membership = let_in(
                store=store,
                email=options["email"],
                name=options["name"],
                password=password,
                role=options["role"],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        result = {"id": membership.user_id, "email": membership.user.email, "role": membership.role}
        self.stdout.write(json.dumps(result) if options["json"] else f"{membership} may sign in.")
