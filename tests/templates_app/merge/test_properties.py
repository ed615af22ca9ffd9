from hypothesis import given
from hypothesis import strategies as st

from templates_app.merge import Field, compiled_of, folded, parsed
from tests.templates_app.merge.vectors import NAMES, VALUES

# What parsing turns on, close together.
TRICKY = st.text(st.sampled_from("[[]]［］|｜%％:： 　\t\r\n氏名期日𠮷😀aA、。"), max_size=40)
PLAIN = st.text(st.characters(exclude_characters="[]［］", exclude_categories=["Cs"]), max_size=30)


@given(TRICKY)
def test_the_pieces_are_the_whole_body_in_order(body: str) -> None:
    read = parsed(body)
    rebuilt = "".join(
        piece if isinstance(piece, str) else body[piece.start : piece.end] for piece in read.pieces
    )
    assert rebuilt == body


@given(TRICKY)
def test_every_place_lies_within_the_body_and_holds_a_bracket(body: str) -> None:
    read = parsed(body)
    places = [(one.start, one.end) for one in (*read.fields, *read.half_bracketed)]
    places += [(error.start, error.end) for error in read.errors]
    for start, end in places:
        assert 0 <= start < end <= len(body)
        assert set(body[start:end]) & set("[]［］")


@given(TRICKY)
def test_a_body_without_errors_leaves_no_double_bracket_in_its_text(body: str) -> None:
    read = parsed(body)
    if read.errors:
        return
    for piece in read.pieces:
        if isinstance(piece, str):
            assert not any(pair in piece.translate(str.maketrans("［］", "[]")) for pair in ("[[", "]]"))


@given(PLAIN)
def test_a_text_without_brackets_is_one_piece_and_rendered_as_it_stands(body: str) -> None:
    read = parsed(body)
    assert read.pieces == ((body,) if body else ())
    assert (read.errors, read.half_bracketed) == ((), ())
    compiled, unknown = compiled_of(read, {})
    assert compiled is not None
    assert (compiled.render({}).text, compiled.fields, unknown) == (body, (), ())


@given(st.lists(st.tuples(PLAIN, st.sampled_from(sorted(VALUES)), st.text(max_size=5)), max_size=6), PLAIN)
def test_the_spans_are_where_the_values_stand(parts: list[tuple[str, str, str]], end: str) -> None:
    body = "".join(f"{text}[[{field}]]" for text, field, _ in parts) + end
    values = {field: value for _, field, value in parts}
    compiled, _unknown = compiled_of(parsed(body), {folded(field): field for field in VALUES})
    assert compiled is not None
    merged = compiled.render(values)
    for start, stop, field in merged.spans:
        assert merged.text[start:stop] == values[field]
    filled = [field for _, field, _ in parts if values[field]]
    assert [field for _, _, field in merged.spans] == filled
    assert set(merged.missing) == {field for _, field, _ in parts if not values[field]}


@given(
    st.sampled_from(sorted(NAMES)),
    st.sampled_from(["[[{}]]", "［［{}］］", "[[ {} ]]", "[[%{}%]]", "[[{}|x]]"]),
)
def test_every_way_of_writing_means_the_same_field(name: str, form: str) -> None:
    [field] = parsed(form.format(name)).pieces
    assert isinstance(field, Field)
    assert NAMES[field.name] == NAMES[name]
