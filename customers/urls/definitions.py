from django.urls import path

from customers.views.definitions import attributes, kinds
from customers.views.definitions.overview import overview

app_name = "definitions"

urlpatterns = [
    path("", overview, name="overview"),
    path("attributes/new/", attributes.new_attribute, name="new_attribute"),
    path("attributes/<int:attribute_id>/", attributes.change, name="attribute"),
    path("attributes/<int:attribute_id>/move/", attributes.move, name="move_attribute"),
    path("attributes/<int:attribute_id>/remove/", attributes.remove, name="remove_attribute"),
    path("kinds/new/", kinds.new_kind, name="new_kind"),
    path("kinds/<int:asset_kind_id>/", kinds.kind_page, name="kind"),
    path("kinds/<int:asset_kind_id>/move/", kinds.move_kind, name="move_kind"),
    path("kinds/<int:asset_kind_id>/remove/", kinds.remove_kind_page, name="remove_kind"),
    path(
        "kinds/<int:asset_kind_id>/attributes/new/",
        attributes.new_attribute_of_kind,
        name="new_attribute_of_kind",
    ),
    path("kinds/<int:asset_kind_id>/due/new/", kinds.new_due_kind, name="new_due_kind"),
    path("due/<int:due_kind_id>/", kinds.change_due_kind, name="due_kind"),
    path("due/<int:due_kind_id>/move/", kinds.move_due_kind, name="move_due_kind"),
    path("due/<int:due_kind_id>/remove/", kinds.remove_due_kind_page, name="remove_due_kind"),
]
