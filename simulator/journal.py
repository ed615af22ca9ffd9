"""The journal: each acceptance is on the disk before it is answered. One JSON object a line.

Many requests share one fsync: while the disk is busy with one group, the next one gathers.
"""

import asyncio
import fcntl
import json
import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

Record = dict[str, Any]
# None stands for "empty the file here".
_Entry = tuple[bytes | None, "asyncio.Future[None] | None"]

_log = logging.getLogger(__name__)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class JournalError(Exception):
    """The journal cannot be used; the text says why and is meant for the person who started the simulator."""


class NotWritten(Exception):
    """A record did not reach the disk (full, gone); the text is the system's reason."""


class Journal:
    """An append-only file that one process holds; raises JournalError when another one has it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Texts and tokens are in it: nobody else's business.
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _fsync_folder(folder)
        except BlockingIOError as error:
            raise JournalError(f"another simulator is using the data in {folder}") from error
        except OSError as error:
            raise JournalError(f"cannot write to {folder}: {error.strerror}") from error
        self._length = os.fstat(self._file).st_size
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._gathered: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    def records(self) -> Iterator[Record]:
        """What was written before, oldest first; a torn last line is cut off, with a word in the log."""
        good = 0
        with open(self._path, "rb") as file:
            for number, line in enumerate(file, start=1):
                record = _decoded(line)
                if record is None:
                    if file.read(1):
                        raise JournalError(f"line {number} of {self._path} cannot be read")
                    _log.warning(
                        "the last line of %s is torn (%d bytes) and is ignored", self._path, len(line)
                    )
                    break
                good += len(line)
                yield record
        if good != self._length:
            os.ftruncate(self._file, good)
            os.fsync(self._file)
            self._length = good

    async def commit(self, record: Record) -> None:
        """Returns when the record is on the disk; raises NotWritten when it could not be brought there."""
        await self._wait_for(_line(record))

    def note(self, record: Record) -> None:
        """Writes the record soon, without waiting: for what a restart could find out again by repeating."""
        self._gathered.append((_line(record), None))
        self._start_writing()

    async def clear(self) -> None:
        """Empties the journal; records committed later stand in the empty file. Raises NotWritten."""
        await self._wait_for(None)

    async def close(self) -> None:
        """Writes what was noted and lets the file go."""
        while self._writing:
            await asyncio.wait([self._writing])
        self._disk.shutdown()
        os.close(self._file)

    async def _wait_for(self, line: bytes | None) -> None:
        done = asyncio.get_running_loop().create_future()
        self._gathered.append((line, done))
        self._start_writing()
        await done

    def _start_writing(self) -> None:
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write_all())

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._gathered:
            group, self._gathered = self._gathered, []
            failure: str | None = None
            try:
                await loop.run_in_executor(self._disk, self._write, group)
            except OSError as error:
                failure = error.strerror
                _log.error("the journal could not be written: %s", failure)
            for _, done in group:
                if done is None or done.done():
                    continue
                if failure:
                    done.set_exception(NotWritten(failure))
                else:
                    done.set_result(None)
        self._writing = None

    def _write(self, group: list[_Entry]) -> None:
        since_clearing = 0
        for position, (line, _) in enumerate(group):
            if line is None:
                os.ftruncate(self._file, 0)
                self._length = 0
                since_clearing = position + 1
        try:
            added = _write_whole(self._file, b"".join(line for line, _ in group[since_clearing:] if line))
            if any(done for _, done in group):
                os.fsync(self._file)
        except OSError:
            # Half a group must not stay: its requests are told that nothing was accepted.
            os.ftruncate(self._file, self._length)
            raise
        self._length += added


def _write_whole(file: int, data: bytes) -> int:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    return len(data)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _line(record: Record) -> bytes:
    return f"{_encode(record)}\n".encode()


def _decoded(line: bytes) -> Record | None:
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "kind" in record else None
