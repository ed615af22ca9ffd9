"""All addresses (api.md)."""

from django.urls import include, path

from accounts.views.language import change_language
from messaging.views.gateway_receipts import gateway_receipts
from smsnotify.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/language/", change_language, name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("stores/<slug:store_slug>/customers/", include("customers.urls")),
    path("stores/<slug:store_slug>/send/", include("messaging.urls_send")),
    path("stores/<slug:store_slug>/messages/", include("messaging.urls_messages")),
    path("gateways/<str:key>/receipts", gateway_receipts, name="gateway_receipts"),
]
