"""`/api/v1/templates`."""

from django.urls import URLPattern

app_name = "templates_api"

urlpatterns: list[URLPattern] = []
