"""`manage.py tokens STORE [--revoke PREFIX]`: the API tokens of a store, and shutting one out."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.domain.issue_token import revoke_token
from accounts.models import ApiToken, Store
from accounts.tenancy.scope import store_scope


class Command(BaseCommand):
    help = "List a store's API tokens, or revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("store", help="the store's part of the address, like sakura-auto")
        parser.add_argument("--revoke", metavar="PREFIX", help="the 8 characters after sms_")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        with store_scope(store.pk):
            if options["revoke"]:
                self._revoke(options["revoke"])
            tokens = [_shown(token) for token in ApiToken.objects.order_by("id")]
        if options["json"]:
            self.stdout.write(json.dumps(tokens))
            return
        for token in tokens:
            self.stdout.write("  ".join(str(value) for value in token.values()))

    def _revoke(self, prefix: str) -> None:
        token = ApiToken.objects.filter(prefix=prefix, revoked_at__isnull=True).first()
        if token is None:
            raise CommandError(f"No token in force begins with sms_{prefix}_.")
        revoke_token(actor=None, token=token)


def _shown(token: ApiToken) -> dict[str, Any]:
    return {
        "prefix": token.prefix,
        "name": token.name,
        "scopes": token.scopes,
        "last_used_at": token.last_used_at and token.last_used_at.isoformat(),
        "revoked_at": token.revoked_at and token.revoked_at.isoformat(),
    }
