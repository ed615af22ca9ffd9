from django.urls import path

from messaging.views.export import export
from messaging.views.history import history, live_results
from messaging.views.message_detail import cancel, message_detail
from messaging.views.scheduled import cancel_scheduled, scheduled
from messaging.views.today import today
from messaging.views.unclear import decide, unclear

app_name = "messages"

urlpatterns = [
    path("", history, name="history"),
    path("live/", live_results, name="live"),
    path("today/", today, name="today"),
    path("export/", export, name="export"),
    path("scheduled/", scheduled, name="scheduled"),
    path("scheduled/<int:dispatch_id>/cancel/", cancel_scheduled, name="cancel_scheduled"),
    path("unclear/", unclear, name="unclear"),
    path("unclear/decide/", decide, name="decide"),
    path("<int:message_id>/", message_detail, name="detail"),
    path("<int:message_id>/cancel/", cancel, name="cancel"),
]
