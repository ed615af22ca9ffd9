from django.urls import path

from customers.views.assets import asset_form
from customers.views.customer import customer_page
from customers.views.customer_form import change_customer, new_customer
from customers.views.customer_list import customers
from customers.views.flags.change import change_flags
from customers.views.flags.undo import flag_change
from customers.views.sign_up.counter import confirm, letter
from customers.views.stops import lift_stop, stop_number

app_name = "customers"

urlpatterns = [
    path("", customers, name="list"),
    path("new/", new_customer, name="new"),
    path("flags/", change_flags, name="flags"),
    path("flags/<int:change_id>/", flag_change, name="flag_change"),
    path("<int:customer_id>/", customer_page, name="page"),
    path("<int:customer_id>/edit/", change_customer, name="edit"),
    path("<int:customer_id>/assets/new/", asset_form.new_asset, name="new_asset"),
    path("<int:customer_id>/assets/<int:asset_id>/", asset_form.change_asset, name="asset"),
    path("<int:customer_id>/assets/<int:asset_id>/archive/", asset_form.archive, name="archive_asset"),
    path("<int:customer_id>/assets/<int:asset_id>/restore/", asset_form.restore, name="restore_asset"),
    path("<int:customer_id>/number/", confirm, name="confirm_number"),
    path("<int:customer_id>/letter/", letter, name="letter"),
    path("<int:customer_id>/stop/", stop_number, name="stop"),
    path("<int:customer_id>/stops/<int:suppression_id>/lift/", lift_stop, name="lift"),
]
