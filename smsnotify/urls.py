"""All addresses (api.md)."""

from django.urls import include, path

from messaging.views.gateway_receipts import gateway_receipts
from smsnotify.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("accounts.urls.sign_in")),
    path("", include("accounts.urls.stores")),
    path("stores/<slug:store_slug>/customers/", include("customers.urls")),
    path("stores/<slug:store_slug>/send/", include("messaging.urls.send")),
    path("stores/<slug:store_slug>/messages/", include("messaging.urls.messages")),
    path("gateways/<str:key>/receipts", gateway_receipts, name="gateway_receipts"),
]
