"""A test send from an open composer: what came of it, beside the button."""

import uuid
from dataclasses import dataclass, field

from django.http import QueryDict

from accounts.models import Membership
from messaging.domain.compose import Wish
from messaging.domain.plan import KeyTaken
from messaging.domain.problems import Refused
from messaging.domain.send_test import send_test
from messaging.forms.notice_form import NoticeForm, typed_key
from messaging.models import Dispatch

# A test asks neither who the others are nor when it goes to them.
_NOT_ASKED = frozenset({"numbers", "send_at", "when"})


@dataclass(frozen=True, slots=True)
class Tested:
    """`dispatch` is None where nothing went; `words` say why."""

    dispatch: Dispatch | None
    words: list[str] = field(default_factory=list)


def tested(membership: Membership, form: NoticeForm, wish: Wish, posted: QueryDict) -> Tested:
    """Sent once for each time that the button was shown, however often it is pressed."""
    refused = [str(word) for name, words in form.errors.items() if name not in _NOT_ASKED for word in words]
    if refused:
        return Tested(None, refused)
    key = typed_key({"key": posted.get("test_key", "")}) or uuid.uuid4()
    try:
        return Tested(send_test(actor=membership, wish=wish, key=key).dispatch)
    except Refused as refusal:
        return Tested(None, [problem.message for problem in refusal.problems])
    except KeyTaken as taken:
        return Tested(taken.dispatch)
