from django.urls import URLPattern

app_name = "definitions"

urlpatterns: list[URLPattern] = []
