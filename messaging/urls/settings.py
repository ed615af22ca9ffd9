"""`/stores/{slug}/settings/sending/`."""

from django.urls import path

from messaging.views.prices.overview import prices
from messaging.views.prices.setting import new_prices, withdraw
from messaging.views.sending_settings import sending_settings
from messaging.views.test_number import test_number

app_name = "sending"

urlpatterns = [
    path("", sending_settings, name="settings"),
    path("test-number/", test_number, name="test_number"),
    path("prices/", prices, name="prices"),
    path("prices/<int:account_id>/new/", new_prices, name="new_prices"),
    path("prices/<int:account_id>/withdraw/", withdraw, name="withdraw_prices"),
]
