"""Files: taken where a view says so, up to what it says; read over or refused elsewhere."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.web.uploads import FileTooLarge, file_in, read_over_file, takes_file

MOST = 1000


@takes_file(most=MOST)
def greeting(request: HttpRequest) -> HttpResponse:
    """Says what it was sent."""
    try:
        file = file_in(request, "file")
    except FileTooLarge as error:
        return HttpResponse(f"over {error.most}, {request.POST.get('name', 'nobody')}")
    said = "none" if file is None else f"{file.name}: {file.read().decode()[:10]}, {file.size}"
    return HttpResponse(f"{said}, {request.POST.get('name', 'nobody')}")


def posted(rf: RequestFactory, fields: dict[str, object]) -> HttpRequest:
    """With a right form's token, as it were: that it is asked for is a matter of the pages' own tests."""
    request: HttpRequest = rf.post("/", fields)
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return request


def sent(rf: RequestFactory, size: int, **fields: str) -> HttpRequest:
    return posted(rf, {"file": SimpleUploadedFile("a.csv", b"x" * size), **fields})


@pytest.fixture
def temporary(tmp_path: Path, settings: object) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (MOST, f"a.csv: xxxxxxxxxx, {MOST}, Taro"),
        (MOST + 1, f"over {MOST}, Taro"),
        (200_000, f"over {MOST}, Taro"),
    ],
)
def test_a_file_is_taken_up_to_the_views_measure_and_read_over_beyond_it(
    rf: RequestFactory, temporary: Path, size: int, said: str
) -> None:
    request = sent(rf, size, name="Taro")
    assert greeting(request).content.decode() == said
    request.close()
    assert os.listdir(temporary) == []


def test_without_a_file_there_is_none(rf: RequestFactory) -> None:
    assert greeting(posted(rf, {"name": "Taro"})).content == b"none, Taro"


def test_a_body_of_far_more_than_that_is_not_read_at_all(rf: RequestFactory, temporary: Path) -> None:
    with pytest.raises(RequestDataTooBig):
        greeting(sent(rf, 2 * MOST + 1_000_000))
    assert os.listdir(temporary) == []


def test_a_second_file_is_refused(rf: RequestFactory) -> None:
    two: dict[str, object] = {name: SimpleUploadedFile("a.csv", b"x") for name in ("file", "other")}
    with pytest.raises(TooManyFilesSent):
        greeting(posted(rf, two))


def test_elsewhere_a_file_is_refused(rf: RequestFactory, temporary: Path) -> None:
    with pytest.raises(TooManyFilesSent):
        str(sent(rf, 10).POST)
    assert os.listdir(temporary) == []


def test_of_a_form_whose_session_has_ended_the_fields_are_read_and_the_file_is_not(
    rf: RequestFactory, temporary: Path
) -> None:
    request = sent(rf, 10, name="Taro")
    read_over_file(request)
    assert (request.POST["name"], dict(request.FILES)) == ("Taro", {})
    assert os.listdir(temporary) == []
