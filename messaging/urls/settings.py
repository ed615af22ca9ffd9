"""`/stores/{slug}/settings/sending/`."""

from django.urls import path

from messaging.views.prices.overview import prices
from messaging.views.prices.setting import new_prices, withdraw

app_name = "sending"

urlpatterns = [
    path("prices/", prices, name="prices"),
    path("prices/<int:account_id>/new/", new_prices, name="new_prices"),
    path("prices/<int:account_id>/withdraw/", withdraw, name="withdraw_prices"),
]
