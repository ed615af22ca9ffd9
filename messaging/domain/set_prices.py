"""What an account's messages cost from a day on (docs/prices.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import changed_by, rows_of
from messaging.models import GatewayAccount, Price, PriceTable
from messaging.pricing import UnknownPrice, whole_row
from messaging.queries.prices import price_day
from messaging.text import Carrier

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# What the column holds.
_MOST = Decimal("999999.9999")
_FINEST = Decimal("0.0001")

# Of any store: the version is dropped for all of them.
_USED = "SELECT EXISTS (SELECT FROM messaging_dispatch WHERE price_table_id = %s)"
_DROP = ("DELETE FROM messaging_price WHERE table_id = %s", "DELETE FROM messaging_pricetable WHERE id = %s")
_STORES = "SELECT store_id FROM messaging_gatewaygrant WHERE account_id = %s ORDER BY store_id"


@dataclass(frozen=True, slots=True)
class NewPrices:
    """A version to be. `amounts` by carrier and parts; what is left out is so many times the price of one part.

    currency: ISO 4217. tax: of PriceTable.Tax.
    """

    valid_from: date
    currency: str
    tax: str
    amounts: Mapping[Carrier, Mapping[int, Decimal]]
    note: str = ""


def set_prices(*, actor: Actor | None, account: GatewayAccount, prices: NewPrices) -> PriceTable:
    """A new version, or another one in place of a version that is not in force yet. Without an actor: the command line.

    Raises PermissionDenied; ValidationError by field ("valid_from", "currency", "docomo_1"...): no price of one part,
    an amount that cannot be, a day whose prices are in force already, or whose prices messages were planned with.
    """
    if actor is not None:
        require(actor, Permission.PRICES_DEFINE)
    rows = _checked_rows(prices)
    with transaction.atomic():
        # Two people may set prices from the same day at the same moment.
        GatewayAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
        _make_room(account, prices.valid_from)
        table = PriceTable.objects.create(
            account=account,
            valid_from=prices.valid_from,
            currency=prices.currency,
            tax=prices.tax,
            note=" ".join(prices.note.split()),
        )
        Price.objects.bulk_create(
            Price(table=table, carrier=carrier.value, parts=parts, amount=amount)
            for carrier, row in rows.items()
            for parts, amount in enumerate(row, start=1)
        )
        _tell(actor, account, "prices.set", table)
    return table


def withdraw_prices(*, actor: Actor, account: GatewayAccount, valid_from: date) -> bool:
    """Take back a version that is not in force yet; False where there is none of the day.

    Raises PermissionDenied; ValidationError where it is in force, or messages were planned with it.
    """
    require(actor, Permission.PRICES_DEFINE)
    with transaction.atomic():
        table = PriceTable.objects.select_for_update().filter(account=account, valid_from=valid_from).first()
        if table is None:
            return False
        _tell(actor, account, "prices.withdrawn", table)
        _drop(table)
    return True


def _checked_rows(prices: NewPrices) -> dict[Carrier, tuple[Decimal, ...]]:
    errors: dict[str, ValidationError] = {}
    if not _CURRENCY.fullmatch(prices.currency):
        errors["currency"] = ValidationError(_("Three capital letters, like JPY."), code="invalid")
    if prices.tax not in PriceTable.Tax.values:
        errors["tax"] = ValidationError(_("Choose one of these."), code="invalid")
    rows: dict[Carrier, tuple[Decimal, ...]] = {}
    for carrier in Carrier:
        given = prices.amounts.get(carrier, {})
        wrong = {parts: words for parts, amount in given.items() if (words := _amount_refusal(amount))}
        for parts, words in wrong.items():
            errors[f"{carrier}_{parts}"] = ValidationError(words, code="invalid")
        if wrong:
            # They cannot even be reckoned with: 1e999999.
            continue
        try:
            rows[carrier] = whole_row(carrier, given)
        except UnknownPrice:
            errors[f"{carrier}_1"] = ValidationError(_("Say what one part costs, please."), code="required")
    if errors:
        raise ValidationError(errors)
    return rows


def _amount_refusal(amount: Decimal) -> str:
    if not amount.is_finite() or not 0 <= amount <= _MOST / 10:
        return _("An amount from 0 to 99,999.")
    if amount != amount.quantize(_FINEST):
        return _("Up to four digits behind the point.")
    return ""


def _make_room(account: GatewayAccount, valid_from: date) -> None:
    known = list(PriceTable.objects.filter(account=account).order_by("valid_from"))
    same = next((table for table in known if table.valid_from == valid_from), None)
    if same is not None:
        _drop(same)
    elif known and valid_from < price_day():
        words = _(
            "Prices hold from today on or from a later day: those before are in force and stay as they were."
        )
        raise ValidationError({"valid_from": ValidationError(words, code="past")})


def _drop(table: PriceTable) -> None:
    if table.valid_from <= price_day():
        words = _("The prices from this day are in force and stay as they are. Choose a later day, please.")
        raise ValidationError({"valid_from": ValidationError(words, code="in_force")})
    [(used,)] = rows_of(_USED, [table.pk])
    if used:
        words = _(
            "Messages that wait were prepared with the prices from this day. Choose another day, please."
        )
        raise ValidationError({"valid_from": ValidationError(words, code="in_use")})
    # By statement: Django would look for dispatches of the store in scope only, and the command line has none.
    for statement in _DROP:
        changed_by(statement, [table.pk])


def _tell(actor: Actor | None, account: GatewayAccount, action: str, table: PriceTable) -> None:
    """In the log of every store that may send through the account: all of them pay."""
    details = {"account": account.name, "valid_from": table.valid_from.isoformat()}
    if actor is not None:
        record_audit(actor=actor, action=action, target=table, details=details)
        details |= {"by": actor.shown_name, "store": actor.store.name}
    for (store_id,) in rows_of(_STORES, [account.pk]):
        if actor is None or store_id != actor.store_id:
            with store_scope(store_id):
                record_audit(actor=None, action=action, target=table, details=details)
