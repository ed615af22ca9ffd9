"""Programs that call the API, for tests: a client with a token of a store."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.domain.issue_token import issue_token
from accounts.models import ApiToken, Scope, Store
from accounts.tenancy.scope import store_scope

MESSAGES = "/api/v1/messages"
PROBLEM = "application/problem+json"


@dataclass
class Program:
    """Asks with its token; answers are Django's, with `.json()`."""

    token: ApiToken
    secret: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(path, query or {}, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """With the body as JSON; without one, with none."""
        if body is None:
            return self.client.post(path, content_type="application/json", headers=self._headers(headers))
        return self.client.post(
            path, json.dumps(body), content_type="application/json", headers=self._headers(headers)
        )

    def send(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        """As a form (multipart/form-data), files among its fields."""
        return self.client.post(path, fields, headers=self._headers(headers))

    def ask(
        self, verb: str, path: str, body: str | bytes = b"", content_type: str = "application/json"
    ) -> Any:
        return self.client.generic(verb, path, body, content_type, headers=self._headers({}))

    def _headers(self, further: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in further.items()}
        return {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en"} | named


def program_of(
    store: Store, *, scopes: Sequence[Scope] = (Scope.SEND, Scope.READ), name: str = "shop"
) -> Program:
    with store_scope(store.pk):
        issued = issue_token(store=store, actor=None, name=name, scopes=scopes)
    return Program(issued.token, issued.secret)


def problem(status: int, title: str, detail: str, *errors: tuple[str, str, str]) -> dict[str, Any]:
    """A refusal as it should be."""
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [{"field": name, "code": code, "message": message} for name, code, message in errors],
    }


def refusal(*errors: tuple[str, str, str]) -> dict[str, Any]:
    return problem(
        422,
        "Unprocessable Entity",
        "The request was refused; see the errors. Nothing was done.",
        *errors,
    )
