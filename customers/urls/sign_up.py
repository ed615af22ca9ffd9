"""`/stores/{slug}/settings/sign-up/`: the sign-up page and what is printed for it."""

from django.urls import path

from customers.views.sign_up import kit, settings

app_name = "sign_up"

urlpatterns = [
    path("", settings.overview, name="page"),
    path("edit/", settings.edit, name="edit"),
    path("open/", settings.open_page, name="open"),
    path("close/", settings.close_page, name="close"),
    path("preview/", settings.preview, name="preview"),
    path("qr.svg", kit.qr_as_svg, name="qr_svg"),
    path("qr.png", kit.qr_as_png, name="qr_png"),
    path("leaflet/a4/", kit.leaflet, {"size": "a4"}, name="leaflet_a4"),
    path("leaflet/a5/", kit.leaflet, {"size": "a5"}, name="leaflet_a5"),
    path("senders/", kit.senders, name="senders"),
]
