"""`/api/v1/links`."""

from django.urls import URLPattern

app_name = "links_api"

urlpatterns: list[URLPattern] = []
