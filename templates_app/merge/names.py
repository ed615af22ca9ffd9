"""One form for each way of writing a field's name, and the names that somebody may have meant."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

# Not \s: what that holds differs between Python and a browser. After NFKC the ideographic space is a plain one.
_BLANKS = re.compile("[ \t\u200b\ufeff]+")
# Closer names than this share some characters by chance.
_LEAST_LIKE = 0.5


def folded(name: str) -> str:
    """Width, case and blanks do not matter, nor a colon with nothing behind it: `ＮＡＭＥ ` is `name`."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name).lower()).removesuffix(":")


# As staff write it behind a name in a list of numbers; the text puts its own.
_HONORIFIC = re.compile("(?<=..)[ \u3000]*(?:様|さま|さん|殿|御中)$")


def without_honorific(name: str) -> str:
    """A person's or a company's name without the 様, さん or 御中 behind it."""
    return _HONORIFIC.sub("", name.strip(" \u3000"))


def as_key(name: str) -> str:
    """A name that a shop gave to something, such that it can stand between brackets: a bar would begin a fallback."""
    return re.sub("[|｜]", " ", name)


def likely_names(written: str, known: Iterable[tuple[str, str]], *, most: int = 3) -> tuple[str, ...]:
    """What may have been meant by a name that nobody knows; the likeliest first.

    `known`: pairs of a folded name and what to say for it, several names for one thing among them.
    """
    asked = folded(written).strip("%")
    if not asked:
        return ()
    best: dict[str, float] = {}
    for name, said in known:
        likeness = _likeness(asked, name)
        if likeness >= _LEAST_LIKE:
            best[said] = max(best.get(said, 0.0), likeness)
    return _first(sorted(best.items(), key=lambda entry: -entry[1]), most)


def _likeness(asked: str, name: str) -> float:
    """0 to 1. A name that holds the other one is likelier than one that only shares characters with it."""
    if len(asked) > 1 and (asked in name or name in asked):
        return 0.75 + 0.25 * min(len(asked), len(name)) / max(len(asked), len(name))
    return 0.75 * SequenceMatcher(None, asked, name, autojunk=False).ratio()


def _first(ranked: Collection[tuple[str, float]], most: int) -> tuple[str, ...]:
    return tuple(said for said, _ in list(ranked)[:most])
