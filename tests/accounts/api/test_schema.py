"""/api/schema/: the same for everybody, whatever stands in the address."""

import pytest
from django.test import Client

DOCUMENT = "/api/schema/"


@pytest.mark.parametrize("query", ["?version=%0a", "?version=9", "?lang=%0a", "?lang=xx", "?lang=en"])
@pytest.mark.parametrize("accept", ["*/*", "application/vnd.oai.openapi+json"])
def test_nothing_made_up_in_the_address_changes_the_document(query: str, accept: str) -> None:
    headers = {"Accept-Language": "en", "Accept": accept}
    plain, asked = (Client().get(f"{DOCUMENT}{further}", headers=headers) for further in ("", query))
    assert (asked.status_code, asked.content, asked.headers) == (200, plain.content, plain.headers)
    assert asked.headers["Content-Disposition"] in {
        'inline; filename="smsnotify.yaml"',
        'inline; filename="smsnotify.json"',
    }


def test_the_document_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def built_again(*arguments: object, **named: object) -> None:
        raise AssertionError

    first = Client().get(DOCUMENT)
    monkeypatch.setattr("accounts.api.documents.SchemaGenerator", built_again)
    second = Client().get(DOCUMENT)
    assert (first.status_code, second.content) == (200, first.content)
