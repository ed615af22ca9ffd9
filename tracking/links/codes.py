"""Codes that nobody guesses and everybody can read aloud."""

import hmac
from collections.abc import Callable, Collection, Hashable, Sequence

# 56: without 0 and O and o, 1 and I and l.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
SHORT_LINK = 8
OPT_OUT = 10
# 128 bits and more, for pages about a person.
PAGE = 23

_LETTERS = frozenset(ALPHABET)


def is_code(typed: str, length: int) -> bool:
    """Whether it could be one; what could not needs no look-up."""
    return len(typed) == length and _LETTERS.issuperset(typed)


def code_for(secret: bytes, length: int, *parts: str | int) -> str:
    """The same parts give the same code, which says nothing of them to whom has not the secret.

    So the confirm screen shows the very text that is sent later, and planning twice makes no second code.
    """
    said = "".join(f"{len(written)}:{written}" for written in map(str, parts))
    number = int.from_bytes(hmac.digest(secret, f"{length}:{said}".encode(), "sha256"))
    letters = []
    for _ in range(length):
        number, letter = divmod(number, 56)
        letters.append(ALPHABET[letter])
    return "".join(letters)


def distinct_codes(
    secret: bytes,
    length: int,
    keys: Sequence[tuple[str | int, ...]],
    taken: Callable[[Collection[str]], Collection[str]],
) -> list[str]:
    """A code for each key, in order; equal keys share theirs. None of them is taken, none stands for two keys.

    `taken(codes)` says which are in use already: asked once, and again for the few that needed another try. A key's
    first code is `code_for(secret, length, *key, 0)`; each try counts the last part up.
    """
    codes: dict[Hashable, str] = {}
    used: set[str] = set()
    waiting = list(dict.fromkeys(keys))
    salt = 0
    while waiting:
        tried = {key: code_for(secret, length, *key, salt) for key in waiting}
        in_use = set(taken(tried.values())) | used
        waiting = []
        for key, code in tried.items():
            if code in in_use:
                waiting.append(key)
            else:
                codes[key] = code
                in_use.add(code)
                used.add(code)
        salt += 1
    return [codes[key] for key in keys]
