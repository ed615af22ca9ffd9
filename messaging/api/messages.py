"""`/api/v1/messages`: sending, looking ahead, reading, taking back."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.fields import errors_in
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import ApiProblem, field_error, refused
from accounts.models import Permission
from customers.phone import PhoneRefused, phone_from
from customers.phone_words import REFUSAL_WORDS
from messaging.api import described
from messaging.api.answers import Answers
from messaging.api.shapes import BatchRequest, ListQuery
from messaging.api.wishes import FORBIDDEN, NOT_FOUND, wish_errors, wishes_of
from messaging.domain.cancel import cancel_message
from messaging.domain.compose import Wish
from messaging.domain.problems import Level, Refused, obstacles
from messaging.domain.send import preview, send, send_many
from messaging.models import Message, State
from messaging.queries.access_history import message_to_cancel, message_to_view, messages_just_sent
from messaging.queries.message_list import Sought, message_page, with_attempts


class Messages(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_VIEW, "POST": Permission.MESSAGES_SEND}

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        query = ListQuery(data=query_in(request))
        if not query.is_valid():
            raise refused(errors_in(query.errors))
        asked = query.validated_data
        cursor = cursor_in(asked.get("cursor", ""))
        found = message_page(
            self.token, self._sought(asked), limit=asked["limit"], below=cursor.below, above=cursor.above
        )
        answers = Answers(self.token, found.messages)
        results = [answers.of_message(message) for message in found.messages]
        return Response(page(request, results, newer=found.newer, older=found.older))

    def _sought(self, asked: dict[str, Any]) -> Sought:
        phone = ""
        if asked.get("to"):
            try:
                phone = phone_from(asked["to"], countries=self.store.allowed_countries).e164
            except PhoneRefused as error:
                raise refused([field_error("to", error.code.value, REFUSAL_WORDS[error.code])]) from error
        state = State(asked["status"]) if "status" in asked else None
        return Sought(
            state=state, phone=phone, reference=asked.get("reference", ""), since=asked.get("since")
        )

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._sent)

    def _sent(self) -> Response:
        try:
            planned = send(actor=self.token, wish=_only_wish(self))
        except Refused as obstacle:
            raise refused(wish_errors(obstacle.problems)) from obstacle
        [message] = with_attempts(messages_just_sent(self.token, planned.message_ids))
        return Response(_answer(self, message), status=HTTPStatus.ACCEPTED)


class MessagePreview(StoreEndpoint):
    permissions = {"POST": Permission.MESSAGES_SEND}

    @extend_schema(**described.PREVIEW)
    def post(self, request: Request) -> Response:
        wish = _only_wish(self)
        ahead = preview(actor=self.token, wish=wish)
        errors = [
            problem
            for problem in obstacles(ahead.problems, acknowledged=wish.acknowledged)
            if problem.level is Level.ERROR
        ]
        if errors:
            raise refused(wish_errors(errors))
        return Response(Answers(self.token).of_preview(wish, ahead))


class MessageBatch(StoreEndpoint):
    permissions = {"POST": Permission.MESSAGES_SEND}

    @extend_schema(**described.BATCH)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._sent)

    def _sent(self) -> Response:
        batch = BatchRequest(data=self.request.data)
        if not batch.is_valid():
            raise refused(errors_in(batch.errors))
        read = wishes_of(self.token, batch.validated_data["messages"])
        outcomes = iter(send_many(actor=self.token, wishes=[one for one in read if isinstance(one, Wish)]))
        results: list[dict[str, Any]] = []
        for index, one in enumerate(read):
            outcome = next(outcomes) if isinstance(one, Wish) else one
            if isinstance(outcome, Refused):
                outcome = wish_errors(outcome.problems)
            elif isinstance(outcome, Exception):
                raise outcome
            results.append(
                {"index": index, "errors": outcome}
                if isinstance(outcome, list)
                else {"index": index, "id": outcome.message_ids[0]}
            )
        return Response({"results": results}, status=HTTPStatus.ACCEPTED)


class OneMessage(StoreEndpoint):
    permissions = {"GET": Permission.MESSAGES_VIEW}

    @extend_schema(**described.READ)
    def get(self, request: Request, message_id: int) -> Response:
        return Response(_answer(self, message_to_view(self.token, message_id)))


class MessageCancel(StoreEndpoint):
    permissions = {"POST": Permission.MESSAGES_SEND}

    @extend_schema(**described.CANCEL)
    def post(self, request: Request, message_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._cancelled(message_id))

    def _cancelled(self, message_id: int) -> Response:
        message = message_to_cancel(self.token, message_id)
        if not cancel_message(actor=self.token, message=message):
            words = _("It cannot be taken back any more: it has left or ended.")
            raise ApiProblem(HTTPStatus.CONFLICT, words, [field_error("", "has_left", words)])
        return Response(_answer(self, message_to_cancel(self.token, message_id)))


def _answer(endpoint: StoreEndpoint, message: Message) -> dict[str, Any]:
    return Answers(endpoint.token, [message]).of_message(message)


def _only_wish(endpoint: StoreEndpoint) -> Wish:
    """The request's one message. Raises ApiProblem; Http404 for a customer that there is not."""
    [read] = wishes_of(endpoint.token, [endpoint.request.data])
    if isinstance(read, Wish):
        return read
    for error in read:
        if error["code"] == NOT_FOUND:
            raise Http404
        if error["code"] == FORBIDDEN:
            raise ApiProblem(HTTPStatus.FORBIDDEN, error["message"])
    raise refused(read)
