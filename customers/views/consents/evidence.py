"""A file kept as evidence, as it was given: never shown in the browser, never under a type of its own."""

from collections.abc import Iterator
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from accounts.domain.record_audit import record_audit
from accounts.tenancy.scope import store_scope
from accounts.web.request import StoreRequest
from customers.domain.keep_upload import read_upload
from customers.models import Upload
from customers.queries.access_consents import evidence_to_prove


@require_GET
def evidence(request: StoreRequest, store_slug: str, evidence_id: int) -> StreamingHttpResponse:
    upload = evidence_to_prove(request.membership, evidence_id)
    record_audit(actor=request.membership, action="consents.evidence_read", target=upload)
    return StreamingHttpResponse(
        _pieces(upload),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}",
            "Content-Length": str(upload.size),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "no-store",
        },
    )


def _pieces(upload: Upload) -> Iterator[bytes]:
    """Read after the middleware, so it opens the scope itself."""
    with store_scope(upload.store_id):
        yield from read_upload(upload)
