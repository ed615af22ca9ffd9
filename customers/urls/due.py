from django.urls import URLPattern

app_name = "due"

urlpatterns: list[URLPattern] = []
