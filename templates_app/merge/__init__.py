"""Merge fields in a text: `[[氏名]]`, `[[氏名|お客様]]`, `[[%氏名%]]`, `[[顧客属性:名称]]`. Text in, frozen values out.

No Django, no models, no other app. The browser's half is static/js/merge.js; both are held to tests/data/merge.json and
to each other (docs/templates.md).
"""

from templates_app.merge.names import folded
from templates_app.merge.parse import ErrorCode, Field, MergeError, Parsed, parsed
from templates_app.merge.render import Compiled, Merged, Span, compiled_of

__all__ = [
    "Compiled",
    "ErrorCode",
    "Field",
    "MergeError",
    "Merged",
    "Parsed",
    "Span",
    "compiled_of",
    "folded",
    "parsed",
]
