from django.urls import path

from customers.views.consents.evidence import evidence
from customers.views.consents.ledger import ledger, verify
from customers.views.consents.proof import proof, proof_csv, proof_pdf
from customers.views.consents.record import record

app_name = "consents"

urlpatterns = [
    path("", ledger, name="ledger"),
    path("verify/", verify, name="verify"),
    path("proof/", proof, name="proof"),
    path("proof/pdf/", proof_pdf, name="proof_pdf"),
    path("proof/csv/", proof_csv, name="proof_csv"),
    path("evidence/<int:evidence_id>/", evidence, name="evidence"),
    path("customers/<int:customer_id>/", record, name="record"),
]
