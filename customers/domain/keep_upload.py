"""A file that somebody gave, kept in PostgreSQL in pieces (models/upload.py)."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from accounts.models import Actor, Membership
from customers.models import Upload, UploadPart

_PIECE = 1 << 20
_LONGEST_NAME = 200


class UploadTooLarge(ValueError):
    """`most` bytes are taken; the file has more."""

    def __init__(self, most: int) -> None:
        super().__init__(f"larger than {most} bytes")
        self.most = most


def keep_upload(*, actor: Actor | None, name: str, pieces: Iterable[bytes], most: int) -> Upload:
    """The file as kept, with its size and SHA-256; memory does not grow with it.

    `name` is what the person's computer calls it: only its last part is kept, without anything that is no letter to
    be read. Raises UploadTooLarge, and nothing is kept. Permissions are the caller's matter, who knows what for.
    """
    digest, size = hashlib.sha256(), 0
    with transaction.atomic():
        upload = Upload(name=_shown_name(name), size=0, sha256="")
        upload.made_by = actor if isinstance(actor, Membership) else None
        upload.save()
        for position, piece in enumerate(_evenly(pieces)):
            size += len(piece)
            if size > most:
                raise UploadTooLarge(most)
            digest.update(piece)
            UploadPart.objects.create(upload=upload, position=position, data=piece)
        upload.size, upload.sha256 = size, digest.hexdigest()
        upload.save(update_fields=["size", "sha256"])
    return upload


def read_upload(upload: Upload) -> Iterator[bytes]:
    """Its pieces in order, one at a time in memory."""
    position = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT data FROM customers_uploadpart WHERE store_id = %s AND upload_id = %s AND position = %s",
                [upload.store_id, upload.pk, position],
            )
            found = cursor.fetchone()
            if found is None:
                return
            yield bytes(found[0])
            position += 1


def drop_upload(upload: Upload) -> None:
    """The file is gone; whatever named it must not do so any more (ON DELETE SET NULL, or the caller)."""
    with transaction.atomic():
        UploadPart.objects.filter(upload=upload).delete()
        Upload.objects.filter(pk=upload.pk).delete()


def _evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a mebibyte, whatever came."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _PIECE:
            yield bytes(waiting[:_PIECE])
            del waiting[:_PIECE]
    if waiting:
        yield bytes(waiting)


def _shown_name(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    readable = "".join(character for character in last if character.isprintable()).strip()
    return readable[-_LONGEST_NAME:] or "file"
