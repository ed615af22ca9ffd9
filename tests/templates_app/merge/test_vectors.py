from typing import Any

import pytest

from templates_app.merge import parsed
from tests.templates_app.merge.vectors import VECTORS, plain, rendered


@pytest.mark.parametrize("vector", VECTORS["parse"], ids=lambda vector: repr(vector["text"]))
def test_a_body_is_read_as_the_vectors_have_it(vector: dict[str, Any]) -> None:
    assert {"text": vector["text"], **plain(parsed(vector["text"]))} == vector


@pytest.mark.parametrize("vector", VECTORS["merge"], ids=lambda vector: repr(vector["body"]))
def test_a_body_is_rendered_as_the_vectors_have_it(vector: dict[str, Any]) -> None:
    assert {"body": vector["body"], **rendered(vector["body"])} == vector


def test_both_lists_hold_the_same_bodies() -> None:
    assert [vector["text"] for vector in VECTORS["parse"]] == [vector["body"] for vector in VECTORS["merge"]]
