"""A folder of files that are ciphertext already, each named by its own hash.

Chunk records, letters that were set aside.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dropbox.protocol.labels import digest
from dropbox.workstation.files import make_private_dir, sync_dir

_UNFINISHED = ".part"
SYNCING_THREADS = 16


class CiphertextFolder:
    """Files `ab/abcd…` of one exact length each.

    What is not as long as it should be counts as missing. `put` may be called from several threads:
    what many of them flush at once, the disk writes down together.
    """

    def __init__(self, folder: Path, file_len: int) -> None:
        self._folder = folder
        self._file_len = file_len
        self._unsynced: set[Path] = set()

    def put(self, name: bytes, raw: bytes) -> bool:
        """Keep `raw` under `name`, its hash; returns whether it was missing. Raises OSError.

        Its bytes are on the disk then, its name only after `sync`.
        """
        path = self._path(name)
        # Also where the file is whole: whoever put it there may not have come as far as `sync`.
        self._unsynced.add(path.parent)
        # A crash can leave a file of the right length and other bytes where the disk lies.
        if self.is_whole(name):
            return False
        make_private_dir(path.parent)
        beside = path.with_suffix(_UNFINISHED)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
        return True

    def sync(self) -> None:
        """Flush to the disk the names of everything put since the last time. Raises OSError."""
        folders = [path for path in self._unsynced if path.is_dir()]
        if folders:
            with ThreadPoolExecutor(SYNCING_THREADS) as threads:
                list(threads.map(sync_dir, folders))
            sync_dir(self._folder)
        self._unsynced.clear()

    def has(self, name: bytes) -> bool:
        """Tell whether a whole file is there."""
        try:
            return self._path(name).stat().st_size == self._file_len
        except FileNotFoundError:
            return False

    def get(self, name: bytes) -> bytes | None:
        """Return the bytes under `name`, None where they are missing or cut. Raises OSError."""
        return self._path(name).read_bytes() if self.has(name) else None

    def is_whole(self, name: bytes) -> bool:
        """Tell whether the bytes under `name` are there and still have that hash.

        Raises OSError.
        """
        raw = self.get(name)
        return raw is not None and digest(raw) == name

    def remove(self, name: bytes) -> None:
        """Unlink the file, which may be missing already. Raises OSError."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[bytes]:
        """Yield the name of every whole file."""
        for path in sorted(self._folder.glob("??/*")):
            if path.suffix != _UNFINISHED and path.stat().st_size == self._file_len:
                yield bytes.fromhex(path.name)

    def _path(self, name: bytes) -> Path:
        text = name.hex()
        return self._folder / text[:2] / text
