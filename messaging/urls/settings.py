"""`/stores/{slug}/settings/sending/`."""

from django.urls import URLPattern

app_name = "sending"

urlpatterns: list[URLPattern] = []
