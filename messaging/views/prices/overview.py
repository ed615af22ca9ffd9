"""`settings/sending/prices/`: what messages cost, for everybody who sends."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Permission
from accounts.web.request import StoreRequest
from messaging.models import GatewayAccount
from messaging.queries.access_prices import accounts_to_price, accounts_whose_prices_to_view
from messaging.queries.price_versions import PriceVersion, Standing, price_versions
from messaging.queries.senders import CARRIER_NAMES


@dataclass(frozen=True, slots=True)
class PricedAccount:
    """`is_chosen`: the store sends through it. `may_price`: the person may set its prices."""

    account: GatewayAccount
    is_chosen: bool
    may_price: bool
    versions: list[PriceVersion]

    @property
    def in_force(self) -> PriceVersion | None:
        return next((one for one in self.versions if one.standing is Standing.IN_FORCE), None)

    @property
    def coming(self) -> list[PriceVersion]:
        """The next one first."""
        return [one for one in reversed(self.versions) if one.standing is Standing.COMING]

    @property
    def past(self) -> list[PriceVersion]:
        return [one for one in self.versions if one.standing is Standing.PAST]


@require_GET
def prices(request: StoreRequest, store_slug: str) -> HttpResponse:
    membership = request.membership
    accounts = list(accounts_whose_prices_to_view(membership))
    may_define = membership.may(Permission.PRICES_DEFINE)
    own = set(accounts_to_price(membership).values_list("pk", flat=True)) if may_define else set()
    versions = price_versions(accounts)
    priced = [
        PricedAccount(account, position == 0, account.pk in own, versions.get(account.pk, []))
        for position, account in enumerate(accounts)
    ]
    context = {"priced": priced, "carriers": list(CARRIER_NAMES.values()), "may_define": may_define}
    return render(request, "messaging/prices/overview.html", context)
