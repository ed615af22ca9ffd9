"""What the audit log calls each action. Apps add their words when they start (AppConfig.ready).

An action without words is shown as it was written; it is found under no group.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import AuditEntry

Words = str | Promise


@dataclass(frozen=True, slots=True)
class AuditWord:
    """`address(store's slug, entry)`: where more is to be seen; `action_word`: of a button that leads there, such as
    to take the change back. `says(entry)`: what the details mean; without it they are shown as they are.
    """

    label: Words
    address: Callable[[str, AuditEntry], str] | None = None
    action_word: Words = ""
    says: Callable[[AuditEntry], Words] | None = None


_labels: dict[str, Words] = {}
_words: dict[str, dict[str, AuditWord]] = {}


def add_audit_words(group: str, label: Words, words: Mapping[str, AuditWord]) -> None:
    """`words` by action. A group may be added to by several apps; the first one's label counts."""
    _labels.setdefault(group, label)
    _words.setdefault(group, {}).update(words)


def audit_groups() -> list[tuple[str, Words]]:
    """Slug and label, in the order in which apps added them."""
    return list(_labels.items())


def actions_of(group: str) -> list[str]:
    """The actions of a group; none for one that there is not."""
    return sorted(_words.get(group, {}))


def word_of(action: str) -> AuditWord:
    """Its words; where there are none, the action itself."""
    for words in _words.values():
        if action in words:
            return words[action]
    return AuditWord(action)
