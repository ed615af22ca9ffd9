"""`manage.py set_prices ACCOUNT FILE --from DAY [--currency JPY] [--tax excluded]`: what an account's messages cost.

FILE is CSV with a line for each amount: carrier, parts, amount (`docomo,1,3.3`); `-` reads standard input. What is left
out is so many times the carrier's price of one part.
"""

import csv
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from messaging.domain.set_prices import NewPrices, set_prices
from messaging.models import GatewayAccount, PriceTable
from messaging.pricing import MOST_PARTS
from messaging.queries.prices import plain_prices, price_table_for
from messaging.text import Carrier


def day_in(text: str) -> date:
    """`2026-12-01`. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day like 2026-12-01") from error


class Command(BaseCommand):
    help = "Set the prices of a gateway account from a day on. Without FILE: print those in force on the day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="the account's id, or its name")
        parser.add_argument("file", nargs="?", help="CSV: carrier, parts, amount; - for standard input")
        parser.add_argument(
            "--from", dest="day", type=day_in, required=True, help="the first day, like 2026-12-01"
        )
        parser.add_argument("--currency", default="JPY", help="ISO 4217, JPY unless said")
        parser.add_argument("--tax", choices=PriceTable.Tax.values, default=PriceTable.Tax.EXCLUDED.value)
        parser.add_argument("--note", default="", help="such as the number of the contract")
        parser.add_argument("--json", action="store_true", help="print the table as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        account = _account(options["account"])
        if options["file"] is not None:
            try:
                self._set(account, options)
            except ValidationError as refused:
                told = [f"{field}: {' '.join(words)}" for field, words in refused.message_dict.items()]
                raise CommandError("; ".join(told)) from refused
        prices = plain_prices(price_table_for(account, options["day"]))
        if options["json"]:
            self.stdout.write(json.dumps(prices))
        elif prices is None:
            self.stdout.write("no prices")
        else:
            for carrier, amounts in prices["amounts"].items():
                self.stdout.write(
                    f"{carrier}: {' '.join(amounts)} {prices['currency']} (tax {prices['tax']})"
                )

    def _set(self, account: GatewayAccount, options: dict[str, Any]) -> None:
        try:
            if options["file"] == "-":
                amounts = _amounts(sys.stdin)
            else:
                with Path(options["file"]).open(encoding="utf-8-sig", newline="") as lines:
                    amounts = _amounts(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        set_prices(
            actor=None,
            account=account,
            prices=NewPrices(
                valid_from=options["day"],
                currency=options["currency"],
                tax=options["tax"],
                amounts=amounts,
                note=options["note"],
            ),
        )


def _account(named: str) -> GatewayAccount:
    found = GatewayAccount.objects.filter(name=named)
    if named.isdecimal():
        found = GatewayAccount.objects.filter(pk=int(named))
    accounts = list(found)
    if len(accounts) != 1:
        known = ", ".join(f"{account.pk} {account.name}" for account in GatewayAccount.objects.order_by("id"))
        raise CommandError(f"There is no one account {named}. There are: {known}")
    return accounts[0]


def _amounts(lines: Iterable[str]) -> dict[Carrier, dict[int, Decimal]]:
    amounts: dict[Carrier, dict[int, Decimal]] = defaultdict(dict)
    for number, line in enumerate(csv.reader(lines), start=1):
        if not line or line[0].strip().lower() in {"", "carrier"}:
            continue
        try:
            carrier, parts, amount = (cell.strip() for cell in line)
            amounts[Carrier(carrier)][int(parts)] = Decimal(amount)
        except (ValueError, InvalidOperation) as error:
            raise CommandError(
                f"line {number}: carrier, parts, amount is meant, as in docomo,1,3.3"
            ) from error
        if int(parts) not in range(1, MOST_PARTS[Carrier(carrier)] + 1):
            raise CommandError(f"line {number}: {carrier} has 1 to {MOST_PARTS[Carrier(carrier)]} parts")
    return dict(amounts)
