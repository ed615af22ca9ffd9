from django.urls import URLPattern

app_name = "stops"

urlpatterns: list[URLPattern] = []
