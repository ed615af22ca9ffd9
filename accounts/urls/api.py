"""`/api/`: the document and its pages. The apps' resources come before."""

from django.urls import path

from accounts.api.documents import Document, DocumentPages

app_name = "api"

urlpatterns = [
    path("schema/", Document.as_view(), name="schema"),
    path("docs/", DocumentPages.as_view(), name="docs"),
]
