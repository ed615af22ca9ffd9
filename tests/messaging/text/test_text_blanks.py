import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.text import plain_newlines, trimmed


@pytest.mark.parametrize(
    ("written", "plain"),
    [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\rb", "a\n\nb"), ("a\r\r\nb", "a\n\nb"), ("a\nb", "a\nb")],
)
def test_every_newline_becomes_a_line_feed(written: str, plain: str) -> None:
    assert plain_newlines(written) == plain


@given(text=st.lists(st.sampled_from("\r\na "), max_size=20).map("".join))
def test_what_a_form_posts_is_what_the_textarea_held(text: str) -> None:
    held = plain_newlines(text)
    assert plain_newlines(held.replace("\n", "\r\n")) == held


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" \t\r\na b\n \t", "a b"),
        ("\u3000全角\u3000", "\u3000全角\u3000"),
        ("\u00a0a\u2028", "\u00a0a\u2028"),
        ("\x0ba\f", "\x0ba\f"),
        (" \r\n", ""),
    ],
)
def test_only_the_blanks_that_a_domestic_route_drops_are_trimmed(written: str, kept: str) -> None:
    assert trimmed(written) == kept
