"""`/api/v1/`: customers and what belongs to them."""

from django.urls import URLPattern

app_name = "customers_api"

urlpatterns: list[URLPattern] = []
