"""`/s/{code}`: the first middleware, so that a tap passes no session, no cookie and nothing else that it does not need.

The hit is in PostgreSQL before the answer goes out (domain/hits/gathering.py).
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase

from accounts.web.client_address import client_address
from tracking.domain.hits.gathering import Unavailable, knocking
from tracking.domain.hits.record import LONGEST_AGENT, Knock, Nothing
from tracking.domain.prove_domain import prove_domain
from tracking.domain.throttle import network_of
from tracking.links.codes import SHORT_LINK, is_code
from tracking.links.evidence import evidence_of
from tracking.queries.short_base import installation_hosts
from tracking.web import link_answers as answers

_FOLDER = "/s/"
_PROOF = "-proof/"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}", re.ASCII)
_LONGEST_HOST = 253
_ANSWERS = {
    Nothing.UNKNOWN: answers.unknown,
    Nothing.ENDED: answers.ended,
    Nothing.THROTTLED: answers.slow,
}

Handler = Callable[[HttpRequest], HttpResponseBase]


class Redirects:
    def __init__(self, get_response: Handler) -> None:
        self._others = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(_FOLDER):
            return self._others(request)
        if request.method not in {"GET", "HEAD"}:
            return answers.wrong_method()
        asked = request.path_info[len(_FOLDER) :]
        if asked.startswith(_PROOF):
            return _proof(request, asked.removeprefix(_PROOF))
        code = code_in(asked)
        if code is None:
            return answers.unknown()
        try:
            outcome = knocking.record(_knock(request, code))
        except Unavailable:
            return answers.busy()
        return answers.leads_to(outcome) if isinstance(outcome, str) else _ANSWERS[outcome]()


def code_in(asked: str) -> str | None:
    """What stands behind the folder's name, as far as it is a code.

    Some handsets draw the link as far as the text goes on without a blank: 「…/s/AbCdEfGhをご覧ください」.
    """
    code, rest = asked[:SHORT_LINK], asked[SHORT_LINK : SHORT_LINK + 1]
    if not is_code(code, SHORT_LINK) or (rest.isascii() and rest.isalnum()):
        return None
    return code


def _proof(request: HttpRequest, token: str) -> HttpResponse:
    if not _TOKEN.fullmatch(token):
        return answers.unknown()
    return answers.proved() if prove_domain(host=_host(request), token=token) else answers.unknown()


def _knock(request: HttpRequest, code: str) -> Knock:
    meta = request.META
    method = str(request.method)
    agent = _plain(meta.get("HTTP_USER_AGENT", ""))
    purpose = meta.get("HTTP_SEC_PURPOSE", "") + meta.get("HTTP_PURPOSE", "") + meta.get("HTTP_X_MOZ", "")
    evidence = evidence_of(method=method, agent=agent, fetched_ahead="prefetch" in purpose.lower())
    address = client_address(request)
    host = _host(request)
    ours = host in installation_hosts()
    return Knock(
        code=code,
        host="" if ours else host,
        anywhere=ours or validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS),
        method=method,
        kind=evidence.kind,
        evidence=evidence.code,
        address=address,
        agent=agent,
        network=network_of(address),
    )


def _host(request: HttpRequest) -> str:
    """As a store's domain is kept: lower case, without a usual port."""
    sent = _plain(request.META.get("HTTP_HOST", "")).lower()
    name, _, port = sent.rpartition(":")
    return (name if name and port in {"80", "443"} else sent)[:_LONGEST_HOST]


def _plain(header: str) -> str:
    """Nothing in it that PostgreSQL's text cannot hold, or a table of hits should not."""
    return header[:LONGEST_AGENT] if header.isprintable() else _printable(header)


def _printable(header: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in header[:LONGEST_AGENT])
