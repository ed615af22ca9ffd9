"""`/api/v1/templates`."""

from django.urls import path

import accounts.urls.converters  # noqa: F401 - registers <row_id:...>
from templates_app.api.endpoints import MergeFields, OneTemplate, TemplateArchive, TemplateRestore, Templates

app_name = "templates_api"

urlpatterns = [
    path("templates", Templates.as_view(), name="templates"),
    path("templates/<row_id:template_id>", OneTemplate.as_view(), name="template"),
    path("templates/<row_id:template_id>/archive", TemplateArchive.as_view(), name="template-archive"),
    path("templates/<row_id:template_id>/restore", TemplateRestore.as_view(), name="template-restore"),
    path("merge-fields", MergeFields.as_view(), name="merge-fields"),
]
