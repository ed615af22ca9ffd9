"""The uploaded file as a file again, for readers that need one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from customers.domain.keep_upload import read_upload
from customers.models import Upload


@contextmanager
def kept_file(upload: Upload) -> Iterator[Path]:
    """In the temporary directory, under a name of ours, readable for this user alone, until the block ends."""
    with tempfile.NamedTemporaryFile(prefix="smsnotify-import-") as file:
        for piece in read_upload(upload):
            file.write(piece)
        file.flush()
        yield Path(file.name)
