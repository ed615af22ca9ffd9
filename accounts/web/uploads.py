"""Files that people send: refused everywhere but where a view or an endpoint takes one, and never longer than it says.

Django would otherwise write whatever a stranger sends to any address into the temporary folder before anybody is asked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = TypeVar("View", bound=Callable[..., Any])

# What stands around the file in its request: other fields, the boundaries.
_AROUND = 1_000_000


class FileTooLarge(ValueError):
    """`most` bytes are taken; the file had more, and nothing of it is kept."""

    def __init__(self, most: int) -> None:
        super().__init__(f"larger than {most} bytes")
        self.most = most


class NoFiles(FileUploadHandler):
    """The installation's own (FILE_UPLOAD_HANDLERS): a request with a file is refused as malformed (400)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise TooManyFilesSent("This address takes no file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached: a file's first word is refused."""

    def file_complete(self, file_size: int) -> None:
        """Never reached either."""


class _ForgottenFile(NoFiles):
    """Reads over a file, for the sake of the fields beside it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile


class _OneFile(TemporaryFileUploadHandler):
    """A file of up to `most` bytes. A longer one is read over, so that the browser hears the answer.

    Beyond twice as much nothing is read at all.
    """

    def __init__(self, request: HttpRequest | None, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.too_large = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > 2 * self.most + _AROUND:
            raise RequestDataTooBig("The file is far too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.too_large = True
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def takes_file(*, most: int) -> Callable[[View], View]:
    """A view that may be sent one file of up to `most` bytes: `file_in(request, name)` has it.

    The form's token is checked inside, as the reading of the body begins with it.
    """

    def taking(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def prepared(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            take_one_file(request, most=most)
            return checked(request, *args, **kwargs)

        prepared.takes_file = most  # type: ignore[attr-defined]
        return prepared  # type: ignore[return-value]

    return taking


def take_one_file(request: HttpRequest, *, most: int) -> None:
    """Before anything of the body is read."""
    request.upload_handlers = [_OneFile(request, most)]


def read_over_file(request: HttpRequest) -> None:
    """As above, where nobody is signed in who could give one: its fields may still be of use."""
    request.upload_handlers = [_ForgottenFile(request)]


def file_in(request: HttpRequest, name: str) -> UploadedFile | None:
    """The file of this field, None where none was chosen. Raises FileTooLarge."""
    found = request.FILES.get(name)
    for handler in request.upload_handlers:
        if isinstance(handler, _OneFile) and handler.too_large:
            raise FileTooLarge(handler.most)
    return found if isinstance(found, UploadedFile) else None
