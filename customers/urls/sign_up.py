from django.urls import URLPattern

app_name = "sign_up"

urlpatterns: list[URLPattern] = []
