"""`/api/`: the document, its pages, and the end of the addresses. The apps' resources come before."""

from django.urls import path, re_path

from accounts.api.documents import Document, DocumentPages
from accounts.api.unforeseen import NoSuchAddress

app_name = "api"

urlpatterns = [
    path("schema/", Document.as_view(), name="schema"),
    path("docs/", DocumentPages.as_view(), name="docs"),
    re_path(r"^v1(?:/.*)?$", NoSuchAddress.as_view(), name="nothing"),
]
