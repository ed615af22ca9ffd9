"""A body made ready to be rendered for many people: names looked up once, then only joining."""

from collections.abc import Mapping, Sequence

from templates_app.merge.parse import Field, Parsed

# (start, end, field): where the value of a field stands in a rendered text, in code points.
Span = tuple[int, int, str]


class Merged:
    """What came of one rendering. `missing`: fields without value and fallback, each once; they stand in `text` as they
    were typed.
    """

    __slots__ = ("_fields", "_parts", "missing", "text")

    def __init__(
        self, text: str, missing: tuple[str, ...], parts: Sequence[str], fields: Sequence[str]
    ) -> None:
        self.text = text
        self.missing = missing
        self._parts = parts
        self._fields = fields

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where values and fallbacks stand, in order. Reckoned when asked for: most texts of a million never are."""
        found: list[Span] = []
        at = 0
        for index, part in enumerate(self._parts):
            end = at + len(part)
            if part and index % 2 and (field := self._fields[index // 2]) not in self.missing:
                found.append((at, end, field))
            at = end
        return tuple(found)


class Compiled:
    """Text and fields by turns, text first and last. Made by `compiled_of`.

    `fields`: the names under which values are looked up, each once. `required`: those that have no fallback.
    """

    __slots__ = ("_asked", "_fallbacks", "_keys", "_parts", "_plain", "_written", "fields", "required")

    def __init__(self, parts: Sequence[str], fields: Sequence[tuple[str, str | None]]) -> None:
        """`parts`: the texts, each field in between as it was typed; `fields`: (name, fallback) in order."""
        self._parts = list(parts)
        self._written = tuple(parts[1::2])
        self._keys = tuple(name for name, _ in fields)
        self._fallbacks = tuple(fallback for _, fallback in fields)
        self._asked = tuple(fields)
        self.fields = tuple(dict.fromkeys(self._keys))
        self.required = tuple(dict.fromkeys(name for name, fallback in fields if fallback is None))
        self._plain = None if fields else Merged("".join(parts), (), self._parts, ())

    def render(self, values: Mapping[str, str]) -> Merged:
        """The text with these values by field; an empty one counts as none."""
        if self._plain is not None:
            return self._plain
        filled = [values.get(name) or fallback for name, fallback in self._asked]
        parts = self._parts.copy()
        if None not in filled:
            parts[1::2] = filled  # type: ignore[assignment]
            return Merged("".join(parts), (), parts, self._keys)
        parts[1::2] = [
            written if value is None else value for value, written in zip(filled, self._written, strict=True)
        ]
        pairs = zip(self._keys, filled, strict=True)
        missing = tuple(dict.fromkeys(name for name, value in pairs if value is None))
        return Merged("".join(parts), missing, parts, self._keys)


def compiled_of(body: Parsed, keys: Mapping[str, str]) -> tuple[Compiled | None, tuple[Field, ...]]:
    """The body made ready, and its fields that nobody knows; None where there are such, or errors.

    `keys`: folded name > the name under which values are looked up, several for one thing among them.
    """
    unknown = tuple(field for field in body.fields if field.name not in keys)
    if unknown or body.errors:
        return None, unknown
    parts = [""]
    fields = []
    for piece in body.pieces:
        if isinstance(piece, Field):
            fields.append((keys[piece.name], piece.fallback))
            parts += [body.body[piece.start : piece.end], ""]
        else:
            parts[-1] += piece
    return Compiled(parts, fields), ()
